/**
 * The tag in the clinic's page: shows the author's own content until our frame is ready, and again when it never becomes so. It holds no form, no
 * secret and no patient data, and can do nothing but what `messages.ts` lists.
 */
import type { ElementName, Locale, ToFrame } from '@balie/contracts';
import { takeFragment } from './fragment.ts';
import { languageOf, watchLanguage } from './language.ts';
import { heard } from './messages.ts';
import { heights } from './places.ts';
import { texts } from './texts.ts';
import { probeStyle, readTheme } from './theme.ts';
import { warn } from './warn.ts';

/** A frame that has not said it is ready by then counts as refused; if it does later, it is shown after all. */
const patience = 15_000;
const clinicId = /^[a-z][a-z0-9-]{1,39}$/;
/** Attributes any HTML element may have; others on a tag are probably a mistake. */
const ordinary = /^(id|class|lang|dir|style|title|hidden|slot|part|role|tabindex|data-.+|aria-.+|xml:lang)$/;

const style = new CSSStyleSheet();
style.replaceSync(`:host{display:block}:host([hidden]){display:none}div{display:flow-root;position:relative}i{position:absolute;${probeStyle}}iframe{display:block;border:0;inline-size:100%}.waiting{position:absolute;inset:0;block-size:100%;opacity:0}[hidden]{display:none}`);

/** `base`: folder the script came from, with a slash at its end; frames and hosted pages lie beside it. */
export interface Source { readonly base: string; readonly clinic: string }

const make = <Name extends keyof HTMLElementTagNameMap>(name: Name) => document.createElement(name);

export function shellFor(name: ElementName, source: Source): CustomElementConstructor {
  return class BalieShell extends HTMLElement {
    /** Tells a second copy of the script whose tag this is. */
    static readonly balie = source.base;
    readonly #box = make('div');
    readonly #probe = make('i');
    readonly #own = make('slot');
    readonly #way = make('p');
    #frame: HTMLIFrameElement | null = null;
    #port: MessagePort | null = null;
    #sent = '';
    /** A confirm link's; it goes along when the hosted page takes over. */
    #fragment: string | null = null;
    #lang: Locale | null = null;
    #leave = () => {};

    constructor() {
      super();
      const root = this.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [style];
      this.#way.setAttribute('role', 'status');
      this.#box.append(this.#probe, this.#own, this.#way);
      root.append(this.#box);
    }

    connectedCallback() { try { this.#open(); } catch { this.#refuse(); } }
    disconnectedCallback() { this.#close(); }
    /** Moving by `moveBefore` keeps the frame alive; any other move reloads it, and starts again. */
    connectedMoveCallback() {}
    override focus(options?: FocusOptions) { this.#frame?.focus(options); }

    get #clinic() { return this.dataset['clinic'] ?? source.clinic; }

    #open() {
      this.#close();
      if (!clinicId.test(this.#clinic)) return warn(`<${name} data-clinic>: takes the id of a practice (a-z, 0-9, -). Copy it from the practice's settings.`);
      for (const attribute of this.getAttributeNames()) if (!ordinary.test(attribute)) warn(`<${name} ${attribute}>: unknown attribute. Remove it; what an element does is set by the practice.`);
      this.#lang = languageOf(this);
      const [narrow, wide] = heights[name];
      const reserved = this.offsetWidth < 480 ? narrow : wide;
      this.#box.style.minHeight = `${reserved}px`;
      if (!isSecureContext) {
        warn(`<${name}>: works on https pages only.`);
        return this.#refuse();
      }

      const { origin } = new URL(source.base);
      const frame = make('iframe');
      frame.className = 'waiting';
      // Not hidden: browsers stop painting and timing a hidden frame.
      frame.inert = true;
      frame.referrerPolicy = 'origin';
      frame.allow = 'publickey-credentials-get;publickey-credentials-create';
      frame.src = `${source.base}frame/${this.#clinic}/${name}?host=${encodeURIComponent(location.origin)}${this.#lang ? `&lang=${this.#lang}` : ''}`;
      this.#frame = frame;

      let said = false;
      const hello = (event: MessageEvent) => {
        // Exactly our frame on exactly our origin; anything else on this window is none of our business (T28).
        if (event.source !== frame.contentWindow || event.origin !== origin || (event.data as { balie?: unknown } | null)?.balie !== 'hello') return;
        said = true;
        const { port1, port2 } = new MessageChannel();
        this.#port?.close();
        this.#port = port1;
        port1.onmessage = ({ data }) => this.#hear(data);
        frame.contentWindow?.postMessage({ balie: 'connect', v: 1 }, origin, [port2]);
        const theme = readTheme(this.#probe);
        this.#sent = JSON.stringify(theme);
        this.#tell({ type: 'start', lang: this.#lang, theme, fragment: this.#take() });
      };
      const late = () => {
        if (!said) warn(`<${name}>: its frame did not answer. Check data-clinic="${this.#clinic}", that the practice's settings list ${location.origin} under "origins", and that this site's Content-Security-Policy allows frame-src ${origin}.`);
        this.#refuse();
      };
      let timer = setTimeout(late, patience);
      // A page that loaded without a word is the browser's own: refused by frame-ancestors, by a policy, or not reached.
      frame.onload = () => { if (!said) { clearTimeout(timer); timer = setTimeout(() => { if (!said) late(); }, 2000); } };
      this.#ready = () => { clearTimeout(timer); frame.className = ''; frame.inert = false; this.#own.hidden = this.#way.hidden = true; };
      addEventListener('message', hello);

      const stopLanguage = watchLanguage(this, () => {
        const lang = languageOf(this);
        if (lang === this.#lang) return;
        this.#lang = lang;
        this.#say();
        this.#tell({ type: 'lang', lang });
      });
      this.#probe.ontransitionrun = () => {
        const theme = readTheme(this.#probe);
        const sent = JSON.stringify(theme);
        if (sent !== this.#sent) this.#tell({ type: 'theme', theme });
        this.#sent = sent;
      };
      this.#leave = () => { clearTimeout(timer); removeEventListener('message', hello); stopLanguage(); };
      frame.style.height = `${reserved}px`;
      this.#box.append(frame);
    }

    #ready = () => {};

    #close() {
      this.#leave();
      this.#port?.close();
      this.#frame?.remove();
      this.#port = this.#frame = this.#probe.ontransitionrun = null;
      this.#own.hidden = false;
      this.#way.hidden = true;
    }

    /** The author's own content again, and a way that needs no frame. */
    #refuse() {
      this.#own.hidden = this.#way.hidden = false;
      if (this.#frame) { this.#frame.className = 'waiting'; this.#frame.inert = true; }
      this.#say();
    }

    #say() {
      if (this.#way.hidden) return;
      const link = make('a');
      link.href = `${source.base}hosted/${this.#clinic}/${name}${this.#lang ? `?lang=${this.#lang}` : ''}${this.#take() ? `#${this.#fragment}` : ''}`;
      link.textContent = texts[this.#lang ?? 'nl'];
      link.part = 'hosted';
      this.#way.replaceChildren(link);
    }

    #take() { return this.#fragment = takeFragment(name === 'register-form') ?? this.#fragment; }

    #tell(message: ToFrame) { this.#port?.postMessage(message); }

    #hear(data: unknown) {
      const message = heard(data);
      if (message) switch (message.type) {
        case 'ready': return this.#ready();
        case 'title': if (this.#frame) this.#frame.title = message.title; return;
        case 'storage-refused': this.#leave(); this.#ready = () => {}; return this.#refuse();
        case 'height': if (this.#frame) this.#frame.style.height = `${Math.ceil(message.height)}px`; return;
        case 'scroll': {
          const top = (this.#frame?.getBoundingClientRect().top ?? 0) + message.top;
          if (top < 0 || top > innerHeight - 80) scrollBy({ top: top - 80 });
          return;
        }
        case 'event':
          // Who is in needs less room than the form: it goes once all of it is there, where nobody sees what moves up for it.
          if (message.name === 'balie-logged-in') setTimeout(() => { if (this.getBoundingClientRect().bottom > innerHeight) this.style.minHeight = this.#box.style.minHeight = '0'; }, 2000);
          this.dispatchEvent(new CustomEvent(message.name, { detail: message.detail }));
          return;
      }
    }

    /** Hands a link's fragment to a frame that is already there. */
    giveFragment() {
      const before = this.#fragment, fragment = this.#port && this.#take();
      if (fragment && fragment !== before) this.#tell({ type: 'fragment', fragment });
    }
  };
}
