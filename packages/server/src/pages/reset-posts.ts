/** A forgotten password and a new address as plain POSTs: the same forms, functions and words as with a script; the mailed link is pasted. */
import { PublicError, type ForgotRequest, type PublicClinic, type ResetRequest } from '@balie/contracts';
import type { FormError } from '@balie/forms';
import { textsOf } from '@balie/forms/all';
import { checkForgot, checkReset, readSecret } from '@balie/forms/registration';
import { forgotForm, forgotSent, resetDead, resetDone, resetForm, type ResetField } from '@balie/forms/reset';
import { verifiedView, verifyForm } from '@balie/forms/contact';
import type { TemplateResult } from 'lit';

/** As the token service gives it; all throw PublicError like the routes. */
export interface ResetWithoutScript {
  forgot(request: ForgotRequest, address: string): Promise<void>;
  reset(request: ResetRequest): Promise<void>;
  verifyContact(request: { clinic: string; secret: string }): Promise<void>;
}
type Fields = Readonly<Record<string, string>>;
interface Answer { status: 200 | 400; inner: TemplateResult }
const stem = 'password-reset';
const summary = (at: string, errors: Readonly<Record<string, unknown>>): FormError[] => Object.entries(errors).map(([name, message]) => ({ field: `${at}-${name}`, message }));

export const pasteInner = (clinic: PublicClinic): TemplateResult => resetForm({ t: textsOf(clinic.locale, clinic.texts), clinic, stem });
export const verifyInner = (clinic: PublicClinic): TemplateResult => verifyForm({ t: textsOf(clinic.locale, clinic.texts), clinic, stem: 'contact-confirm' });

export async function postForgot(account: ResetWithoutScript, clinic: PublicClinic, fields: Fields, address: string): Promise<Answer> {
  const t = textsOf(clinic.locale, clinic.texts);
  const { errors, request } = checkForgot(t, clinic, fields);
  if (Object.keys(errors).length > 0) return { status: 400, inner: forgotForm({ t, clinic, stem, email: request.email, errors: summary(stem, errors), fieldError: (name) => errors[name] }) };
  await account.forgot({ clinic: clinic.id, locale: clinic.locale, ...request }, address);
  return { status: 200, inner: forgotSent({ t, clinic, stem, pasteHere: `/hosted/${clinic.id}/reset?lang=${clinic.locale}` }) };
}

/** No password is ever sent back. */
export async function postReset(account: ResetWithoutScript, clinic: PublicClinic, fields: Fields): Promise<Answer> {
  const t = textsOf(clinic.locale, clinic.texts);
  const again = (errors: Partial<Record<ResetField, string>>): Answer => ({ status: 400, inner: resetForm({ t, clinic, stem, errors: summary(stem, errors), fieldError: (name) => errors[name] }) });
  const secret = readSecret(fields['secret'] ?? '');
  const errors = { ...(secret ? {} : { secret: t('register.linkBroken') }), ...checkReset(t, clinic, fields) };
  if (!secret || Object.keys(errors).length > 0) return again(errors);
  try { await account.reset({ clinic: clinic.id, secret, password: fields['password'] ?? '' }); } catch (thrown) {
    if (!(thrown instanceof PublicError)) throw thrown;
    if (thrown.code === 'link_invalid') return { status: 400, inner: resetDead({ t, clinic, stem }) };
    if (thrown.code === 'weak_password') return again({ password: t('errors.weak_password') });
    throw thrown;
  }
  return { status: 200, inner: resetDone({ t, clinic, stem }) };
}

export async function postVerify(account: ResetWithoutScript, clinic: PublicClinic, fields: Fields): Promise<Answer> {
  const t = textsOf(clinic.locale, clinic.texts);
  const secret = readSecret(fields['secret'] ?? '');
  const error = t('register.linkBroken');
  if (!secret) return { status: 400, inner: verifyForm({ t, clinic, stem: 'contact-confirm', error, errors: summary('contact-confirm', { secret: error }) }) };
  try { await account.verifyContact({ clinic: clinic.id, secret }); } catch (thrown) {
    if (!(thrown instanceof PublicError) || thrown.code !== 'link_invalid') throw thrown;
    return { status: 400, inner: verifiedView({ t, stem: 'contact-confirm', dead: true }) };
  }
  return { status: 200, inner: verifiedView({ t, stem: 'contact-confirm' }) };
}
