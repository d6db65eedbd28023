/** Calendar files (RFC 5545, 5546). A subpath of its own: a browser only hands them on. */
import ical, { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';

/** What of a clinic's configuration is said; where it has no page for appointments they stand in its portal. */
export interface CalendarClinic { name: string; mail: { from: string }; phones: { practice: string }; pages: { portal: string; appointments?: string | undefined } }
/** Where a patient sees their appointments: the mail about one and its calendar file lead there. */
export const appointmentsPage = ({ pages }: Pick<CalendarClinic, 'pages'>): string => pages.appointments ?? pages.portal;
/** `at`: of this version. All instants; written in UTC, which no change of the clock moves. */
export interface CalendarAppointment { id: string; sequence: number; start: string; end: string; at: string }

/**
 * One appointment as a file: `PUBLISH` to keep, `REQUEST` and `CANCEL` to mail to `attendee`. The same id is the same appointment, a higher sequence its newer version. It names the
 * practice and the time and never what for: calendars are shared. @param host of the service, for the UID
 */
export function calendarFile(clinic: CalendarClinic, host: string, { id, sequence, start, end, at }: CalendarAppointment, method: 'PUBLISH' | 'REQUEST' | 'CANCEL', attendee?: string): string {
  const url = appointmentsPage(clinic);
  const calendar = ical({ prodId: { company: 'Balie', product: 'Balie' }, method: ICalCalendarMethod[method] });
  calendar.createEvent({
    id: `${id}@${host}`, sequence, start: new Date(start), end: new Date(end), stamp: new Date(at), summary: clinic.name, location: clinic.name, description: `${clinic.phones.practice}\n${url}`, url,
    status: method === 'CANCEL' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED, organizer: { name: clinic.name, email: clinic.mail.from },
    ...(attendee === undefined ? {} : { attendees: [{ email: attendee, role: ICalAttendeeRole.REQ, status: ICalAttendeeStatus.ACCEPTED, rsvp: false }] }),
  });
  return calendar.toString();
}
