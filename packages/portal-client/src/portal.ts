import type { MeAnswer, PageScope, PublicClinic } from '@balie/contracts';
import { readConfirm, readMe as readMeAnswer } from './answers.ts';
import { keepCore } from './core.ts';
import { OwnDrafts } from './drafts.ts';
import { Http, toPortalError } from './http.ts';
import { Page } from './page.ts';
import { lazily } from './lazily.ts';
import { BaseSession, type EndedBy } from './session.ts';
import type { Portal } from './types.ts';
import { follow } from './who.ts';

/** What the patient is told when the session ended: the same three words. */
const ends: Record<EndedBy, 'logged-out' | 'idle' | 'ended'> = { patient: 'logged-out', idle: 'idle', ended: 'ended' };

/**
 * The portal of one document. `storage` is true until the browser refused; it is certain once `session` is no longer `unknown`.
 * Nothing of the page's URL is read here.
 */
export function createPortal({ clinic, issuer }: { clinic: PublicClinic; issuer: string }): Portal {
  const http = new Http(issuer);
  const base = new BaseSession(http, { issuer, id: clinic.id, redirectUri: `${issuer}/return/${clinic.id}` }, 'portal');
  const drafts = new OwnDrafts(() => base.store);
  const pages = new Map<PageScope, Page>();
  const eachPage = (act: (page: Page) => void) => pages.forEach(act);

  const { session, readMe, look } = follow<MeAnswer>(base, http, drafts, async () => {
    const me = readMeAnswer(await base.call({ method: 'GET', path: '/me' }));
    if (session.value.state === 'in' && session.value.me.sub !== me.sub) eachPage((page) => page.end('ended'));
    drafts.belongTo({ sub: me.sub, draftKey: me.draft_key });
    return me;
  }, (why) => eachPage((page) => page.end(ends[why])));
  base.onCode = () => eachPage((page) => page.codeReplaced());
  addEventListener('pagehide', () => eachPage((page) => page.leave()));
  document.addEventListener('focusin', () => void import('./signin.ts').catch(() => undefined), { once: true });

  return keepCore({
    clinic, session, drafts, online: http.online,
    get storage() { return base.storage; },
    async register(request) {
      await http.call({ method: 'POST', path: '/register', key: await base.key(), json: { ...request, clinic: clinic.id, locale: clinic.locale } });
    },
    async confirm(secret, password) {
      const body = await http.call({ method: 'POST', path: '/register/confirm', key: await base.key(), json: { clinic: clinic.id, secret, ...(password ? { password } : {}) } });
      const answer = readConfirm(body);
      if (answer.state === 'confirmed' && answer.tokens) {
        await base.adopt(answer.tokens);
        await readMe();
      }
      return answer.state;
    },
    async logIn(username, password) {
      const step = await base.beginLogIn();
      const send = async (fields: Record<string, string>) => {
        const answer = await step(fields);
        if (!answer) await readMe();
        return answer;
      };
      const asked = await send({ username, password });
      if (asked && asked.body['error'] !== 'insufficient_authorization') throw toPortalError(asked);
      return asked && (await import('./log-in-steps.ts')).goOn(send, asked, { client_id: clinic.id, username, password });
    },
    logInByPasskey: async () => (await import('./passkey.ts')).logInByPasskey(base, readMe),
    async phrase() {
      await base.ready;
      return await base.store.get('key') ? (await import('./phrase.ts')).phraseFor(base) : null;
    },
    joining: lazily(() => import('./joining.ts').then(({ createJoining }) => createJoining(base, clinic.id, readMe))),
    async logOut({ shared = false } = {}) {
      // Pages first: they close whatever happens to the request.
      eachPage((page) => page.end('logged-out'));
      await base.tellLogOut();
      await base.end('patient');
      if (shared) await base.wipe();
    },
    self: async () => (await import('./self.ts')).createSelf(base, clinic),
    async refresh() {
      const link = () => session.value.state === 'in' && session.value.me.link;
      const before = link();
      await (session.value.state === 'unknown' ? look() : readMe());
      if (link() !== before) base.tellIn();
    },
    page(service) {
      let page = pages.get(service);
      if (!page) {
        page = new Page(base, service, (from) => {
          eachPage((other) => { if (other !== from) other.codeReplaced(); });
          base.tellCode();
        });
        pages.set(service, page);
      }
      return page;
    },
  }, { base, drafts, readMe });
}
