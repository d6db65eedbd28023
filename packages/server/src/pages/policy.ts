/** Security headers of pages. Strict: nothing inline but what a hash names, Trusted Types, and exactly one clinic's sites may frame a page (T21). */
import { createHash } from 'node:crypto';

export const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

export interface Policy {
  /** Exact text of every inline style and script of the page. */
  styles: readonly string[];
  scripts: readonly string[];
  /** Origins that may frame the page; none for hosted pages, the desk and refusals. */
  frameAncestors: readonly string[];
  /** Sites that the answer to a form may lead on to; browsers follow this policy over redirects too. */
  formsLeadTo?: readonly string[];
}

export function pageHeaders({ styles, scripts, frameAncestors, formsLeadTo = [] }: Policy): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      `script-src 'self' ${scripts.map(hashOf).join(' ')}`.trim(),
      `style-src 'self' ${styles.map(hashOf).join(' ')}`.trim(),
      "connect-src 'self'", "img-src 'self'", ["form-action 'self'", ...formsLeadTo].join(' '), "base-uri 'none'",
      `frame-ancestors ${frameAncestors.length ? frameAncestors.join(' ') : "'none'"}`,
      "require-trusted-types-for 'script'", 'trusted-types lit-html',
    ].join('; '),
    ...(frameAncestors.length ? {} : { 'x-frame-options': 'DENY', 'cross-origin-opener-policy': 'same-origin' }),
    // Under no-referrer our own form posts would carry `Origin: null`.
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
  };
}

/**
 * A form posted by our own page: `Sec-Fetch-Site: same-origin`; from a browser that does not send it, exactly our Origin (T22). There is no cookie to ride on;
 * this keeps other sites from making a visitor's browser post at all.
 */
export function postedByUs(request: Request, origin: string): boolean {
  const site = request.headers.get('sec-fetch-site');
  const from = request.headers.get('origin');
  return site === null ? from === origin : site === 'same-origin' && (from === null || from === origin);
}
