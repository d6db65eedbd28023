import { expect } from '@open-wc/testing';
import { FakeService, testClinic, until } from '../test/fake-service.ts';

/** The browser says no before anything of ours has run; each refusal is the first one this document meets. */
describe('where storage is refused', () => {
  it('the session lives in the document’s memory and says so', async () => {
    const refuse = () => { throw new DOMException('The operation is insecure.', 'SecurityError'); };
    Object.defineProperty(globalThis, 'indexedDB', { configurable: true, get: () => ({ open: refuse }) });
    const service = new FakeService();
    try {
      const { createPortal, probeStorage } = await import('./index.ts');
      expect(await probeStorage()).to.equal(false);
      const clinic = testClinic();
      const portal = createPortal({ clinic, issuer: service.issuer });
      await until(() => portal.session.value.state === 'out');
      expect(portal.storage).to.equal(false);
      await portal.logIn('t@example.org', 'goed');
      await portal.drafts.save('a', 'getypt');
      await portal.page('prescriptions').ask();
      await portal.page('prescriptions').submit(service.mails[0]!.code);
      expect(portal.page('prescriptions').value.step).to.equal('open');
      expect(await portal.drafts.load('a')).to.equal('getypt');
      service.expireAccess();
      await portal.refresh();
      expect(portal.session.value.state).to.equal('in');
      const other = createPortal({ clinic, issuer: service.issuer });
      await until(() => other.session.value.state === 'out');
      expect([...Object.keys(localStorage), ...Object.keys(sessionStorage)]).to.deep.equal([]);
    } finally { service.restore(); }
  });
});
