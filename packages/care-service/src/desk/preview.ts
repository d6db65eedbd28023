/** "Show me this site as a 14-year-old, unlinked, on Sunday 10:00" (N10): asked of the rules that decide it for patients, of nobody's data. */
import { admission, canOpen, codeAtLogIn, codeToOpen, oldEnoughForEid, opensAtOnce, services, wordsIn, type Acr, type ClinicConfig, type PreviewAnswer, type PreviewQuery } from '@balie/contracts';
import type { Transaction } from '@balie/database';
import { closingAt, instantOf, intakeAt, numberToCall, rightsAt } from '@balie/rules';
import { practiceHours } from '@balie/rules/calendar';
import type { StaffAct } from '../act.ts';
import { closingsOf } from '../closings.ts';
import { econsultPromise, prescriptionPromise } from '../promise.ts';
import { demand, may } from './roles.ts';

type Seen = PreviewAnswer['services'][number];

/** GET /staff/preview */
export function previewSite(act: StaffAct, query: PreviewQuery): Promise<PreviewAnswer> {
  const { clinic, access: { locale } } = act;
  demand(may(act.access, clinic).preview);
  return act.transact(async (tx) => {
    const at = instantOf(query.at.slice(0, 10), query.at.slice(11), clinic.timeZone), age = Number(query.age);
    const closings = await closingsOf(tx, clinic, at);
    const words = closingAt({ closings }, query.at)?.words;
    const { which, number } = numberToCall(practiceHours(clinic, closings), clinic.phones, at);
    const acts = clinic.guardians ? rightsAt(clinic.country, age) : null;
    // A guardian logs in as themselves, of an age that every eID takes; without SMS no number can be set up.
    const mobile = query.mobile === 'yes' && Boolean(clinic.sms), guardian = query.guardian === 'yes';
    const ways = clinic.logIn.ways.map((way) => ({ way, allowed: way !== 'eid' || guardian || oldEnoughForEid(clinic, age), code: way === 'password' ? codeAtLogIn(clinic, mobile) : null }));
    const admitted = guardian ? 'in' : admission(clinic, query.link === 'none' ? null : query.link);
    const shut: Seen['shut'] = guardian && acts === null ? 'nobody-acts' : guardian && acts === 'own' ? 'own-say' : admitted !== 'in' ? 'not-admitted' : query.link !== 'linked' ? 'not-linked' : null;
    return {
      call: { which, number, emergency: clinic.phones.emergency, words: wordsIn(clinic, words, locale) ?? null }, acts,
      logIn: { number: clinic.logIn.userName, scheme: clinic.eid?.scheme ?? null, eidFrom: clinic.eid?.fromAge ?? 0, ways, admitted }, register: clinic.registration.ways.filter((way) => (way === 'child' ? acts !== 'own' : guardian || !(way === 'eid' || way === 'number') || oldEnoughForEid(clinic, age))), caller: clinic.linking.caller,
      services: await Promise.all(services.filter((service) => clinic.services[service]).map(async (service): Promise<Seen> => ({
        service, title: wordsIn(clinic, clinic.services[service]!.title, locale) ?? service, shut,
        opens: shut ? [] : ways.filter(({ allowed }) => allowed).map(({ way, code }) => ({ way, by: opening(clinic, service, acrOf(way, code), mobile) })), ...await offer(tx, clinic, service, at, locale),
      }))),
    };
  });
}

const acrOf = (way: ClinicConfig['logIn']['ways'][number], code: 'email' | 'sms' | null): Acr => (way === 'eid' ? 'urn:balie:acr:eid' : way === 'passkey' ? 'urn:balie:acr:passkey' : code ? `urn:balie:acr:${code}-code` : 'urn:balie:acr:password');
function opening(clinic: ClinicConfig, service: Seen['service'], acr: Acr, hasNumber: boolean): Seen['opens'][number]['by'] {
  const need = clinic.services[service]!;
  return !canOpen(need, acr, hasNumber) ? 'stronger' : opensAtOnce(clinic, need, { acr, ms: 0 }) ? 'at-once' : codeToOpen(need);
}

/** What it offers at that moment. */
async function offer(tx: Transaction, clinic: ClinicConfig, service: Seen['service'], at: Date, locale: StaffAct['access']['locale']): Promise<Pick<Seen, 'promise' | 'closed' | 'types'>> {
  const intake = service === 'econsults' ? intakeAt(clinic.econsults, clinic.timeZone, at, 0) : null;
  const { online, types } = clinic.appointments;
  return {
    promise: service === 'prescriptions' ? await prescriptionPromise(tx, clinic, at) : service === 'econsults' ? await econsultPromise(tx, clinic, at) : null,
    closed: intake?.open === false ? { why: intake.why, opens: intake.opens } : null,
    types: service === 'appointments' && online ? types.map(({ id, title }) => wordsIn(clinic, title, locale) ?? id) : null,
  };
}
