/**
 * Gateways that carry text messages, behind one function. A gateway answers by status: 2xx took it; 400, 404, 410 and 422 refuse this message for
 * good; anything else (its own trouble, our key, too many) means "later", and the message waits as mail does.
 */
import { createHmac } from 'node:crypto';
import { SmsRefused } from '@balie/database';

/** `from`: letters and digits, eleven at most; `to`: E.164; `id`: the same over every attempt. */
export interface Sms { id: string; from: string; to: string; text: string }
/** What is POSTed, and where to: `url` may be the operator's own, as for a test account. */
export type Gateway = (sms: Sms, set: { url: string; key: string; now: Date }) => { headers: Record<string, string>; body: unknown };

/** Our own agreement, for any carrier that has none of the others (docs/operating.md, "Text messages"). */
export const signature = (key: string, timestamp: string, body: string): string => `v1=${createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex')}`;

/** GSM 03.38 with its extension: 160 signs a message; anything else goes as UCS-2, 70. */
const gsm = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/;

export const gateways = {
  signed: {
    url: null,
    write: (sms, { key, now }) => {
      const timestamp = String(Math.floor(now.getTime() / 1000));
      return { headers: { 'balie-timestamp': timestamp, 'balie-signature': signature(key, timestamp, JSON.stringify(sms)), 'idempotency-key': sms.id }, body: sms };
    },
  },
  /** gatewayapi.com/docs/apis/rest: POST /rest/mtsms, an API token; the platform in the EU. */
  gatewayapi: {
    url: 'https://gatewayapi.eu/rest/mtsms',
    write: ({ id, from, to, text }, { key }) => ({ headers: { authorization: `Token ${key}` }, body: { sender: from, message: text, userref: id, ...(gsm.test(text) ? {} : { encoding: 'UCS2' }), recipients: [{ msisdn: to.slice(1) }] } }),
  },
  /** CM.com, Business Messaging API 1.0: numbers with 00, the body's type left to them. */
  cm: {
    url: 'https://gw.cmtelecom.com/v1.0/message',
    write: ({ id, from, to, text }, { key }) => ({ headers: {}, body: { messages: { authentication: { producttoken: key }, msg: [{ allowedChannels: ['SMS'], from, to: [{ number: `00${to.slice(1)}` }], reference: id, body: { type: 'auto', content: text } }] } } }),
  },
} as const satisfies Record<string, { /** Null: the operator says. */ url: string | null; write: Gateway }>;
export type GatewayName = keyof typeof gateways;
export const gatewayNames = Object.keys(gateways) as [GatewayName, ...GatewayName[]];

/** Hands one message over. @throws SmsRefused, or an Error with the status as `code`; neither holds the gateway's own words, which repeat the number (T26). */
export async function post(gateway: GatewayName, sms: Sms, { url, key, now, fetch = globalThis.fetch }: { url: string; key: string; now: Date; fetch?: typeof globalThis.fetch }): Promise<void> {
  const { headers, body } = gateways[gateway].write(sms, { url, key, now });
  const { status } = await fetch(url, { method: 'POST', redirect: 'error', signal: AbortSignal.timeout(20_000), headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(body) });
  if (status >= 200 && status < 300) return;
  if ([400, 404, 410, 422].includes(status)) throw new SmsRefused();
  throw Object.assign(new Error('The gateway did not take it.'), { code: String(status) });
}
