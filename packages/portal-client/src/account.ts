/** One's own account, by the token of its page. Every answer is read with its contract. */
import { accessLogAnswer, accountAnswer, accountExport, notificationsAnswer, passkeyOptionsAnswer, profileChanged } from '@balie/contracts/account';
import { reader } from './contract-reader.ts';
import type { Call } from './http.ts';
import type { AccountApi } from './types.ts';

const read = { account: reader(accountAnswer), log: reader(accessLogAnswer), file: reader(accountExport), passkey: reader(passkeyOptionsAnswer), changed: reader(profileChanged), notifications: reader(notificationsAnswer) };

export function createAccount(call: (call: Omit<Call, 'key' | 'token'>) => Promise<Record<string, unknown>>): AccountApi {
  const post = (path: string, json: object = {}) => call({ method: 'POST', path: `/account/${path}`, json });
  return {
    read: async () => read.account(await call({ method: 'GET', path: '/account' })),
    log: async (before) => read.log(await call({ method: 'GET', path: `/account/log${before === undefined ? '' : `?before=${before}`}` })),
    notifications: async () => read.notifications(await call({ method: 'GET', path: '/account/notifications' })),
    chooseNotification: async (choice) => { await post('notifications', choice); },
    export: async () => read.file(await post('export')),
    changeProfile: async (profile) => read.changed(await post('profile', profile)),
    changePassword: async (current, password) => { await post('password', { current, password }); },
    endDevice: async (device) => { await post('devices/end', { device }); },
    endOtherDevices: async () => { await post('devices/end'); },
    removeFactor: async (factor) => { await post('factors/remove', { factor }); },
    addPasskey: async () => {
      const { auth_session, options } = read.passkey(await post('passkey/options'));
      return (await import('./passkey.ts')).createPasskey(options, async (response) => { await post('passkey', { auth_session, response }); });
    },
    setPhrase: async (phrase) => { await post('phrase', { phrase }); },
    close: async (password) => { await post('close', password === undefined ? {} : { password }); },
  };
}
