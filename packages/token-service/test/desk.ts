/** A member of staff at the desk of a practice, logged in with both factors. */
import type { DeskActivation, StaffRole } from '@balie/contracts';
import { totpOf } from '../src/log-in.ts';
import { bodyOf, deskOrigin, goodPassword, pkce, wish, type Harness } from './harness.ts';

export type DeskClient = Awaited<ReturnType<typeof logInAtDesk>>;
export async function logInAtDesk(h: Harness, at: string, email: string, roles: StaffRole[]) {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  await h.service.seedStaff({ clinic: at, email, name: 'Ans', roles, locale: 'nl', password: goodPassword, totpSecret: secret });
  const device = await h.device();
  const { verifier, challenge } = pkce();
  const first = await bodyOf(await device.form('/authorize-challenge', { ...wish('desk', 'desk', challenge, deskOrigin), username: email, password: goodPassword }, { origin: deskOrigin }));
  const second = await bodyOf(await device.form('/authorize-challenge', { client_id: 'desk', auth_session: String(first['auth_session']), code: totpOf(secret).generate({ timestamp: h.time.now.getTime() }) }, { origin: deskOrigin }));
  const tokens = await bodyOf(await device.token({ grant_type: 'authorization_code', client_id: 'desk', code: String(second['authorization_code']), code_verifier: verifier, redirect_uri: `${deskOrigin}/return/desk` }, { origin: deskOrigin }));
  const accessToken = String(tokens['access_token']);
  const call = async (path: string, body?: unknown) => {
    const answer = await (body === undefined ? device.get(`/staff/${path}`, accessToken, { origin: deskOrigin }) : device.json(`/staff/${path}`, body, { origin: deskOrigin, accessToken }));
    return { status: answer.status, body: answer.status === 204 ? {} : await bodyOf(answer) };
  };
  return { call, letter: async ({ patient, email }: { patient: string; email: string }) => (await call('activations', { patient, by: 'letter', email })).body as { activation: DeskActivation; pin: string } };
}
