/** One's own account: what its page reads and sends, under a token of the scope `account`. */
import * as z from 'zod/mini';
import { clinicId, emailAddress, factorKinds, instant, line, linkStates, locales, notificationChannels, notificationKinds, secret256, uuid } from './ids.ts';
import { password } from './identity.ts';

const thumbprint = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

/** `label`: browser and system of a passkey, the end of a telephone number. */
export const accountFactor = z.object({ id: uuid, kind: z.enum(factorKinds), label: z.nullable(z.string()), created_at: instant, last_used_at: z.nullable(instant) });
/** `device`: its key's thumbprint. `label`: browser and system. `here`: the one that asks. `active`: logged in now. */
export const accountDevice = z.object({ device: thumbprint, label: z.nullable(z.string()), first_seen: instant, last_seen: z.nullable(instant), here: z.boolean(), active: z.boolean() });
export const accountClinic = z.object({ id: clinicId, name: z.string(), page: z.string(), link: z.enum(linkStates), since: instant });

/** GET /account. */
export const accountAnswer = z.object({
  profile: z.object({ name: z.nullable(z.string()), email: z.nullable(z.string()), phone: z.nullable(z.string()), birth_date: z.nullable(z.string()), locale: z.enum(locales), created_at: instant, has_password: z.boolean(), phrase: z.nullable(z.string()) }),
  factors: z.array(accountFactor), devices: z.array(accountDevice), clinics: z.array(accountClinic),
});
export type AccountAnswer = z.infer<typeof accountAnswer>;

/** One line of the access log in the patient's view (NEN 7513): a role, never a name; what by code, whether it was refused, when, and where. */
export const accessEntry = z.object({ id: z.number(), at: instant, who: z.enum(['you', 'guardian', 'gp', 'assistant', 'practice', 'system']), did: z.string(), refused: z.boolean(), clinic: z.nullable(z.string()) });
export type AccessEntry = z.infer<typeof accessEntry>;
/** GET /account/log?before=…: newest first. `next`: what to ask the next part with; null at the end. */
export const accessLogQuery = z.object({ before: z.optional(z.string().check(z.regex(/^[1-9]\d{0,14}$/))) });
export const accessLogAnswer = z.object({ entries: z.array(accessEntry), next: z.nullable(z.number()) });
export type AccessLogAnswer = z.infer<typeof accessLogAnswer>;

/** POST /account/export: everything held about the account itself. A POST, so that nothing keeps a copy on the way. */
export const accountExport = z.object({ made_at: instant, account: accountAnswer, known_by: z.array(z.object({ kind: z.string(), proof: z.string(), since: instant })), consents: z.array(z.object({ clinic: z.string(), document: z.string(), version: z.string(), at: instant })), log: z.array(accessEntry), log_is_complete: z.boolean() });
export type AccountExport = z.infer<typeof accountExport>;

/** POST /account/profile: all as they should be. `mailed`: another address waits for its mailed link, and the old one is told. */
export const profileChange = z.strictObject({ name: line(120), email: emailAddress, phone: z.optional(line(40)) });
export type ProfileChange = z.infer<typeof profileChange>;
export const profileChanged = z.object({ mailed: z.boolean() });
/** POST /account/password → 204. `wrong_credentials` or `weak_password`; ends every other session. */
export const passwordChange = z.strictObject({ current: password, password });
/** POST /account/devices/end → 204: one device, or without it all but this one. */
export const devicesEnd = z.strictObject({ device: z.optional(thumbprint) });
/** POST /account/factors/remove → 204. */
export const factorRemoval = z.strictObject({ factor: uuid });
/** POST /account/passkey/options: what `navigator.credentials.create` is asked (JSON of WebAuthn level 3); its challenge lives in the auth_session, once. */
export const passkeyOptionsAnswer = z.object({ auth_session: secret256, options: z.record(z.string(), z.unknown()) });
export type PasskeyOptionsAnswer = z.infer<typeof passkeyOptionsAnswer>;
/** POST /account/passkey → 204: what the authenticator made. `wrong_credentials` when it does not fit, `conflict` when it is there already. */
export const passkeyAnswer = z.strictObject({ auth_session: secret256, response: z.record(z.string(), z.unknown()) });
export type PasskeyAnswer = z.infer<typeof passkeyAnswer>;
/** POST /account/phrase → 204; null takes it away (T05). */
export const phraseChange = z.strictObject({ phrase: z.nullable(line(80)) });
/** GET /account/notifications; POST one choice → 204. What this practice tells of, and how. `phone`: where an SMS would go; null where none can be sent. */
export const notificationChoice = z.strictObject({ kind: z.enum(notificationKinds), channel: z.enum(notificationChannels) });
export type NotificationChoice = z.infer<typeof notificationChoice>;
export const notificationsAnswer = z.object({ choices: z.array(notificationChoice), phone: z.nullable(z.string()) });
export type NotificationsAnswer = z.infer<typeof notificationsAnswer>;
/** POST /account/close → 204. The password where the account has one. */
export const accountClosing = z.strictObject({ password: z.optional(password) });

/** POST /device/phrase, under the proof of a device key: the phrase of who last logged in with it here. */
export const phraseRequest = z.strictObject({ clinic: clinicId });
export const phraseAnswer = z.object({ phrase: z.nullable(z.string()) });
