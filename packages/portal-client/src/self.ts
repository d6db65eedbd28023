/** What a patient does about the account itself, when it is asked for. Every answer is read with its contract. */
import { guardiansAnswer } from '@balie/contracts/guardians';
import { contactAnswer, contactStarted, registerAnswer } from '@balie/contracts/identity';
import type { PublicClinic } from '@balie/contracts';
import { reader } from './contract-reader.ts';
import type { BaseSession } from './session.ts';
import { tabDrafts } from './tab-drafts.ts';
import type { SelfApi } from './types.ts';

const read = { contact: reader(contactAnswer), started: reader(contactStarted), guardians: reader(guardiansAnswer), register: reader(registerAnswer) };

export function createSelf(base: BaseSession, clinic: PublicClinic): SelfApi {
  const about = { clinic: clinic.id, locale: clinic.locale };
  /** Without a session, but with the device key. */
  const post = async (path: string, json: object) => base.http.call({ method: 'POST', path, key: await base.key(), json });
  return {
    typed: async () => { await base.ready; return tabDrafts(base.store); },
    registerNumber: async (request) => read.register(await post('/register', { ...request, ...about })).registration ?? '',
    registerHere: async () => { await base.call({ method: 'POST', path: '/register/here', json: {} }); },
    forgot: async (request) => { await post('/password/forgot', { ...request, ...about }); },
    resetLink: async (secret) => { await post('/password/link', { clinic: clinic.id, secret }); },
    reset: async (secret, password) => { await post('/password/reset', { clinic: clinic.id, secret, password }); },
    contact: async () => read.contact(await base.call({ method: 'GET', path: '/contact' })),
    confirmContact: async (contact) => read.started(await base.call({ method: 'POST', path: '/contact/start', json: contact })),
    verifyContact: async (secret) => { await post('/contact/verify', { clinic: clinic.id, secret }); },
    guardians: async () => read.guardians(await base.call({ method: 'GET', path: '/guardians' })),
  };
}
