/** The way to an account by letter and PIN (S2), and the second factor that goes with it: bodies of the token service. */
import * as z from 'zod/mini';
import { clinicId, deskWays, emailAddress, instant, line, secret256, uuid } from './ids.ts';
import { nextStep, password, tokenAnswer } from './identity.ts';

// ── The patient, by the mailed link ─────────────────────────────────────────────────────────────────────────────────
const link = { clinic: clinicId, secret: secret256 };
const pin = z.string().check(z.maxLength(40));
/** POST /activation: how far this link has come. `pin`: the letter is asked for; `confirm`: the second mail is out; `password`: the link alone suffices (S4-35). 400 `link_invalid`. */
export const activationLink = z.strictObject(link);
export const activationState = z.object({ step: z.enum(['pin', 'confirm', 'password']) });
export type ActivationStep = z.infer<typeof activationState>['step'];
/** POST /activation/pin → 204. 400 `wrong_code` with `guesses_left`, or `code_guesses_spent`: then only a new letter helps. */
export const activationPin = z.strictObject({ ...link, pin });
/**
 * POST /activation/password. By letter, with its PIN: PIN and link are dead, the second mail is out (`mailed`; S2-10, S2-32). By the link alone: the account is there (`made`), or was (`known`) and keeps
 * its password; `confirm`: its first log-in brings an eID (S4-36). Also `weak_password`, `conflict`.
 */
export const activationPassword = z.strictObject({ ...link, pin: z.optional(pin), password });
export const activationChosen = z.object({ state: z.enum(['mailed', 'made', 'known']), confirm: z.boolean() });
export type ActivationChosen = z.infer<typeof activationChosen>;
/** POST /activation/resend → 202: the second mail once more, by the first link. */
/** POST /activation/confirm, by the second mail's link and the password chosen (S2-11). `known`: the address has an account already, which now sees the record. */
export const activationConfirm = z.strictObject({ ...link, password });
export const activationConfirmed = z.discriminatedUnion('state', [z.object({ state: z.literal('in'), tokens: tokenAnswer }), z.object({ state: z.literal('known') })]);

// ── What an account still has to do here ────────────────────────────────────────────────────────────────────────────
const document = z.object({ id: z.enum(['privacy', 'terms']), url: z.string(), version: z.string() });
/** GET /account/setup: documents whose present version was not agreed to, and how it stands with the telephone number (S2-12, S2-13). */
/** `asked`: this clinic wants a number and there is none; `offered`: one may give one; `there`; `none`: this clinic sends no SMS. */
export const phoneStates = ['asked', 'offered', 'there', 'none'] as const;
export const setupAnswer = z.object({ documents: z.array(document), phone: z.enum(phoneStates), /** For questions (S2-27). */ help: z.nullable(z.string()) });
export type SetupAnswer = z.infer<typeof setupAnswer>;
/** POST /account/consents → 204: every document as it is now, or none (S2-12). */
export const consentRequest = z.strictObject({ agreed: z.array(z.strictObject({ id: z.enum(['privacy', 'terms']), version: line(40) })).check(z.maxLength(4)) });
/** POST /account/phone: country (ISO 3166) and number apart (S2-18); a code goes there. 400 `invalid_request` with field `number` where none can be sent to. */
export const phoneRequest = z.strictObject({ country: z.string().check(z.regex(/^[A-Z]{2}$/)), number: line(40) });
export const phoneAnswer = z.object({ factor: uuid, next: nextStep });
/** POST /account/phone/code → 204 when right, else the 400 of a challenge; with `resend` always that. */
export const phoneCode = z.strictObject({ factor: uuid, code: z.optional(z.string().check(z.maxLength(40))), resend: z.optional(z.literal('1')) });
/** POST /account/phone/activate → 204: within ten minutes of the right code, with the password again (S2-24). */
export const phoneActivation = z.strictObject({ factor: uuid, password });

// ── The desk ────────────────────────────────────────────────────────────────────────────────────────────────────────
/** An account that the practice began and the patient has not finished. `by`: a letter with a mail, or the mail alone; `mailed`: the activation mail went out (S2-29); `blocked`: its PIN was guessed wrong too often, only a new letter helps; `confirm`: waits for the second mail's link. */
export const deskActivation = z.object({ id: uuid, patient: uuid, name: z.string(), email: z.string(), by: z.enum(deskWays), step: z.enum(['letter', 'mailed', 'blocked', 'confirm']), createdAt: instant, expiresAt: instant });
export type DeskActivation = z.infer<typeof deskActivation>;
/** GET /staff/activations: newest first, at most 100. */
export const deskActivations = z.object({ activations: z.array(deskActivation) });
/** POST /staff/activations (S2-04, S4-35): an earlier one for the patient dies. `excused`: the patient cannot use the eID that would confirm the first log-in (S4-36). 409 `conflict`: unknown, deceased, or linked already. */
export const activationOrder = z.strictObject({ patient: uuid, by: z.enum(deskWays), email: emailAddress, phone: z.optional(line(40)), excused: z.optional(z.boolean()) });
export type ActivationOrder = z.infer<typeof activationOrder>;
/** …and POST /staff/activations/letter: a new PIN for who lost the letter. The PIN is in this answer and nowhere else, ever (S2-03); null where the mail alone went out. */
export const activationLetter = z.object({ activation: deskActivation, pin: z.nullable(z.string()) });
export type ActivationLetter = z.infer<typeof activationLetter>;
/** POST /staff/activations/letter, /mail (sends the mail that waits for its link, again too) → deskActivation, /void → 204. */
export const activationAct = z.strictObject({ id: uuid });
