/** The log-in page of the demo's broker: a list of people to be, and below it how the log-in ends. No script. */
import { html } from 'hono/html';
import { formatCpr } from '@balie/rules';
import type { EidPerson, Scheme } from './people.ts';

export const levels = ['low', 'substantial', 'high'] as const;
export const endings = ['well', 'slow', 'error', 'sector', 'behalf'] as const;
export interface Choice { level: (typeof levels)[number]; happens: (typeof endings)[number] }

const words = {
  digid: {
    lang: 'nl', name: 'DigiD', title: 'Inloggen met DigiD (demo)', notReal: 'Dit is niet de echte DigiD: het hoort bij de demo van Balie. Kies wie u wilt zijn.', born: 'geboren', other: 'Iemand anders', number: 'BSN', go: 'Inloggen', cancel: 'Annuleren',
    testers: 'Hoe het inloggen afloopt', level: 'Betrouwbaarheidsniveau', levels: { low: 'Midden (te laag)', substantial: 'Substantieel', high: 'Hoog' },
    happens: 'Wat er gebeurt', endings: { well: 'Het gaat goed', slow: 'Het antwoord komt pas na 8 seconden', error: 'De dienst heeft een storing', sector: 'Een sofinummer in plaats van een BSN', behalf: 'Iemand is gemachtigd voor een ander' },
  },
  mitid: {
    lang: 'da', name: 'MitID', title: 'Log ind med MitID (demo)', notReal: 'Dette er ikke det rigtige MitID: det hører til demoen af Balie. Vælg, hvem du vil være.', born: 'født', other: 'En anden person', number: 'CPR-nummer', go: 'Log ind', cancel: 'Afbryd',
    testers: 'Hvordan log ind ender', level: 'Sikringsniveau', levels: { low: 'Lav (for lavt)', substantial: 'Betydelig', high: 'Høj' },
    happens: 'Hvad der sker', endings: { well: 'Det går godt', slow: 'Svaret kommer først efter 8 sekunder', error: 'Tjenesten har en fejl', sector: '', behalf: '' },
  },
} as const;

export async function logInPage(scheme: Scheme, uid: string, people: readonly EidPerson[]): Promise<string> {
  const w = words[scheme];
  const radio = (name: string, value: string, label: string, checked: boolean) => html`<label class="choice"><input type="radio" name="${name}" value="${value}"${checked ? html` checked` : ''}> ${label}</label>`;
  const shown = (number: string) => (scheme === 'mitid' ? formatCpr(number) : number);
  return String(await html`<!doctype html>
<html lang="${w.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${w.title}</title><link rel="icon" href="data:,"><style>${style}</style></head>
<body class="${scheme}"><header><div><strong>${w.name}</strong><span>demo</span></div></header>
<main><form method="post" action="/log-in/${uid}">
  <h1>${w.title}</h1><p class="note">${w.notReal}</p>
  <ul class="people">${people.map((one) => html`<li><button name="person" value="${one.number}"><strong>${one.name}</strong><span>${one.birthDate ? html`${w.born} ${one.birthDate.split('-').reverse().join('-')} · ` : ''}${w.number} ${shown(one.number)}</span></button></li>`)}</ul>
  <fieldset class="other"><legend>${w.other}</legend><label for="number">${w.number}</label><div><input id="number" name="number" autocomplete="off" inputmode="${scheme === 'digid' ? 'numeric' : 'text'}" maxlength="11"><button name="person" value="">${w.go}</button></div></fieldset>
  <details><summary>${w.testers}</summary>
    <fieldset><legend>${w.level}</legend>${levels.map((level) => radio('level', level, w.levels[level], level === 'substantial'))}</fieldset>
    <fieldset><legend>${w.happens}</legend>${endings.filter((ending) => w.endings[ending]).map((ending) => radio('happens', ending, w.endings[ending], ending === 'well'))}</fieldset>
  </details>
  <p><button class="cancel" name="cancel" value="1">${w.cancel}</button></p>
</form></main></body></html>`);
}

const style = `:root{color-scheme:light dark;font:17px/1.5 system-ui,sans-serif;--ink:#1c1c1c;--soft:#555;--line:#c9c9c9;--card:#fff;--page:#f3f3f1;--accent:#b8410a}
.mitid{--accent:#0a4fc4}
@media (prefers-color-scheme:dark){:root{--ink:#f1f1f1;--soft:#b9b9b9;--line:#555;--card:#232323;--page:#161616;--accent:#ff9c66}.mitid{--accent:#8fb5ff}}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--ink)}
header{background:var(--card);border-block-end:4px solid var(--accent)}header div,main{max-width:38rem;margin:0 auto;padding:.9rem 1.1rem}
header div{display:flex;gap:.6rem;align-items:baseline}header strong{font-size:1.3rem}header span{color:var(--soft);border:1px solid var(--line);border-radius:1rem;padding:0 .6rem;font-size:.85rem}
form{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.2rem}h1{font-size:1.35rem;margin:0 0 .3rem}.note{color:var(--soft);margin:0 0 1rem}
ul{list-style:none;padding:0;margin:0 0 1.2rem;display:grid;gap:.5rem}
button,input{font:inherit;color:inherit;min-height:44px;border-radius:8px;border:1px solid var(--line);background:var(--card);padding:.5rem .8rem}
button{cursor:pointer}button:hover{border-color:var(--accent)}:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.people button{width:100%;text-align:start;display:grid}.people span{color:var(--soft);font-size:.92rem}
fieldset{border:0;border-top:1px solid var(--line);margin:0 0 1rem;padding:.8rem 0 0}legend{font-weight:600;padding:0 .5rem 0 0}
.other div{display:flex;gap:.5rem;margin-top:.2rem}.other input{flex:1;min-width:0}.choice{display:flex;gap:.6rem;align-items:center;min-height:40px}.choice input{min-height:0;width:1.2rem;height:1.2rem}
summary{cursor:pointer;padding:.6rem 0;color:var(--accent);font-weight:600}.cancel{border-color:transparent;text-decoration:underline;background:none;padding-inline:0}`;
