/** Letter and PIN, consents, telephone number: the patient's side. Every answer is read with its contract. */
import { activationChosen, activationConfirmed, activationState, phoneAnswer, setupAnswer } from '@balie/contracts/joining';
import { SentCode } from './code-prompt.ts';
import { reader } from './contract-reader.ts';
import { toPortalError } from './http.ts';
import type { BaseSession } from './session.ts';
import type { JoiningApi } from './types.ts';

const read = { state: reader(activationState), chosen: reader(activationChosen), confirmed: reader(activationConfirmed), setup: reader(setupAnswer), phone: reader(phoneAnswer) };

/** `entered`: after a session began. */
export function createJoining(base: BaseSession, clinic: string, entered: () => Promise<void>): JoiningApi {
  const post = async (path: string, json: object) => base.http.call({ method: 'POST', path: `/activation${path}`, key: await base.key(), json: { clinic, ...json } });
  const own = (path: string, json: object) => base.call({ method: 'POST', path: `/account${path}`, json });
  return {
    activation: async (secret) => read.state(await post('', { secret })).step,
    checkPin: async (secret, pin) => { await post('/pin', { secret, pin }); },
    choosePassword: async (secret, pin, password) => read.chosen(await post('/password', { secret, ...(pin === null ? {} : { pin }), password })),
    resendSecond: async (secret) => { await post('/resend', { secret }); },
    async confirmActivation(secret, password) {
      const answer = read.confirmed(await post('/confirm', { secret, password }));
      if (answer.state === 'known') return 'known';
      await base.adopt({ ...answer.tokens, refresh_token: answer.tokens.refresh_token });
      await entered();
      return 'in';
    },
    setup: async () => read.setup(await base.call({ method: 'GET', path: '/account/setup' })),
    agree: async (documents) => { await own('/consents', { agreed: documents.map(({ id, version }) => ({ id, version })) }); },
    async addPhone(country, number) {
      const { factor, next } = read.phone(await own('/phone', { country, number }));
      const prompt = new SentCode(async (fields) => {
        const answer = await base.ask({ method: 'POST', path: '/account/phone/code', json: { factor, ...fields } });
        if (answer.status < 300) return null;
        if (answer.status !== 400 && answer.body['error'] !== 'too_many_requests') throw toPortalError(answer);
        return answer;
      }, { status: 400, body: { error: 'insufficient_authorization', next } });
      return { prompt, activate: async (password) => { await own('/phone/activate', { factor, password }); } };
    },
  };
}
