/** The demo's post box and telephone: a real SMTP server and the receiving end of a signed gateway, both delivering to nobody, and a page to read what came. Addresses that begin with `bounce` or `defer` are refused so. */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { signature } from '@balie/server';
import { ports } from './addresses.ts';
import { currentCodes, demoPatients } from './people.ts';

/** `kind` sms: `to` is one number, and the text is all there is. */
export interface Mail { id: number; kind: 'mail' | 'sms'; at: string; from: string; to: string[]; subject: string; text: string; html: string; messageId: string; /** The calendar file that came with it. */ calendar: string | null }
const kept = 500;
const calendarIn = ({ attachments }: Email): string | null => { const found = attachments.find(({ mimeType }) => mimeType === 'text/calendar'); return found ? (typeof found.content === 'string' ? found.content : new TextDecoder().decode(found.content)) : null; };

export async function startInbox({ smsKey }: { smsKey: string }) {
  const mails: Mail[] = [];
  let last = 0;
  const smtp = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], size: 1_000_000,
    onRcptTo(address, _session, done) {
      const refused = address.address.startsWith('bounce') ? 550 : address.address.startsWith('defer') ? 451 : 0;
      done(refused ? Object.assign(new Error('refused'), { responseCode: refused }) : null);
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
          mails.unshift({ id: (last += 1), kind: 'mail', at: new Date().toISOString(), from: mail.from?.name ?? '', to: session.envelope.rcptTo.map((to) => to.address), subject: mail.subject ?? '', text: mail.text ?? '', html: mail.html ?? '', messageId: mail.messageId ?? '', calendar: calendarIn(mail) });
          mails.length = Math.min(mails.length, kept);
          done();
        }, (thrown: Error) => done(thrown));
      });
    },
  });
  await new Promise<void>((ready, failed) => { smtp.on('error', failed); smtp.listen(ports.smtp, '127.0.0.1', ready); });

  const page = (title: string, body: unknown) => html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><link rel="stylesheet" href="/style.css"><link rel="icon" href="data:,"></head><body>${body}</body></html>`;
  const app = new Hono()
    .use(async (c, next) => { await next(); c.header('content-security-policy', "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; frame-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'"); c.header('referrer-policy', 'no-referrer'); })
    .get('/style.css', (c) => c.body(style, 200, { 'content-type': 'text/css' }))
    .get('/live.js', (c) => c.body(live, 200, { 'content-type': 'text/javascript' }))
    .post('/sms', async (c) => {
      const body = await c.req.text();
      const [timestamp = '', signed] = [c.req.header('balie-timestamp'), c.req.header('balie-signature')];
      if (signed !== signature(smsKey, timestamp, body) || Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return c.json({}, 401);
      const sms = JSON.parse(body) as { id: string; from: string; to: string; text: string };
      // A second try of one that came already.
      if (!mails.some((one) => one.messageId === sms.id)) mails.unshift({ id: (last += 1), kind: 'sms', at: new Date().toISOString(), from: sms.from, to: [sms.to], subject: `SMS: ${sms.text.split('\n')[0]}`, text: sms.text, html: '', messageId: sms.id, calendar: null });
      return c.json({}, 202);
    })
    .get('/messages', (c) => { const to = c.req.query('to'); return c.json(mails.filter((mail) => !to || mail.to.includes(to))); })
    .delete('/messages', (c) => { mails.length = 0; return c.body(null, 204); })
    .get('/mail/:id/html', (c) => { const mail = mails.find((one) => one.id === Number(c.req.param('id'))); return mail ? c.html(mail.html.replace('<head>', '<head><base target="_top">')) : c.notFound(); })
    .get('/mail/:id', (c) => {
      const mail = mails.find((one) => one.id === Number(c.req.param('id')));
      if (!mail) return c.notFound();
      return c.html(page(mail.subject, html`<main><p><a href="/">← All mail</a></p><h1>${mail.subject}</h1><p class="about">From ${mail.from} to ${mail.to.join(', ')} · ${mail.at.slice(11, 19)} UTC</p>${mail.kind === 'sms' ? html`<pre>${mail.text}</pre>` : html`<iframe title="The mail as sent" src="/mail/${mail.id}/html" sandbox="allow-top-navigation-by-user-activation"></iframe><details><summary>Plain text</summary><pre>${mail.text}</pre></details>${mail.calendar ? html`<details><summary>Calendar file</summary><pre>${mail.calendar}</pre></details>` : ''}`}</main>`));
    })
    .get('/codes', (c) => c.html(page('Codes of the demo', html`<main><p><a href="/">← All mail</a></p><h1>What people of the demo know by heart</h1><h2>Six digits of the staff's authenticator apps, now</h2><ul>${currentCodes().map((one) => html`<li><a href="/codes"><strong>${one.code}</strong><span>${one.email}</span></a></li>`)}</ul><p>They change every 30 seconds, and each works once: <a href="/codes">show again</a>.</p><h2>What patients say on the telephone</h2><ul>${demoPatients.map((one) => html`<li class="empty"><strong>${one.name}</strong><span>born ${one.birthDate}, BSN ${one.bsn}</span></li>`)}</ul></main>`)))
    .get('/', (c) => c.html(page('Inbox', html`<main><h1>Inbox of the demo</h1><p>Everything the practices send arrives here, mail and SMS, whatever the address. New mail shows by itself. <a href="/codes">Codes of the staff's apps</a></p><ul id="mails">${mails.length ? mails.map((mail) => html`<li><a href="/mail/${mail.id}"><strong>${mail.subject}</strong><span>${mail.from} → ${mail.to.join(', ')}</span><time>${mail.at.slice(11, 19)}</time></a></li>`) : raw('<li class="empty">No mail yet.</li>')}</ul></main><script src="/live.js"></script>`)));
  const http = await new Promise<ReturnType<typeof serve>>((ready) => { const server = serve({ fetch: app.fetch, port: ports.inbox, hostname: '127.0.0.1' }, () => ready(server)); });
  return { mails, stop: () => Promise.all([new Promise<void>((closed) => smtp.close(() => closed())), new Promise<void>((closed) => http.close(() => closed()))]) };
}

const live = `let known = document.querySelectorAll('#mails a').length;
setInterval(async () => { try { const mails = await (await fetch('/messages')).json(); if (mails.length !== known) location.reload(); } catch {} }, 2000);
`;
const style = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; } main { max-width: 52rem; margin: 0 auto; padding: 1rem; }
ul { list-style: none; padding: 0; } li a, .empty { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; padding: .75rem; border-bottom: 1px solid #8885; text-decoration: none; color: inherit; }
li a:hover { background: #8882; } li span { grid-row: 2; opacity: .75; } iframe { box-sizing: border-box; width: 100%; height: 34rem; border: 1px solid #8885; background: Canvas; } pre { white-space: pre-wrap; } .about { opacity: .75; }
`;
