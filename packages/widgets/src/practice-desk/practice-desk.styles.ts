import { css } from 'lit';

export const deskStyles = css`
practice-desk {
  padding: .75em; max-inline-size: 84em; margin-inline: auto;
  & :is(desk-log-in, desk-invitation, desk-second-factor, desk-recovery, desk-accounts, desk-account, desk-members, desk-member, desk-link, desk-prescription, desk-appointment, desk-econsult, desk-patients, desk-letters, desk-agenda, desk-agenda-place, desk-agenda-block, desk-agenda-way, desk-agenda-closings, desk-agenda-schedules, desk-templates, desk-services, desk-log, desk-caller, desk-preview) { display: block; }
  & :is(h4, article, section, dl, code) { margin: 0; }
  & h4 { font-size: 1.05em; line-height: 1.3; } & h4[tabindex="-1"]:focus { outline: none; }
  & h1.brand { margin: 0 0 1em; padding-block-end: .5em; font-size: 1.3em; border-block-end: 1px solid var(--balie-border); }
  & .head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .4em 1.5em; padding-block-end: .6em; border-block-end: 1px solid var(--balie-border); }
  & .head > :first-child { flex: 1 1 0; min-inline-size: 0; }
  & .head p.clinic { font-size: 1.2em; font-weight: 700; }
  & .tabs { display: flex; flex-wrap: wrap; gap: .25em; margin-block: 1em; border-block-end: 1px solid var(--balie-border); }
  & .tabs button { display: inline-flex; align-items: center; gap: .5em; min-block-size: 44px; padding: .4em .65em; margin-block-end: -1px; font: inherit; font-weight: 600; color: var(--balie-ink); background: transparent; border: 1px solid transparent; border-block-end: .2em solid transparent; border-radius: var(--balie-radius, .35em) var(--balie-radius, .35em) 0 0; cursor: pointer; }
  & .tabs button:hover { background: var(--balie-surface-soft); }
  & .tabs button[aria-selected=true] { color: var(--balie-accent); border-block-end-color: var(--balie-accent); }
  & .count { min-inline-size: 1.7em; padding: .05em .45em; font-size: .85em; text-align: center; color: var(--balie-accent-ink); background: var(--balie-accent); border-radius: 1em; }
  & .count.none { color: var(--balie-ink-soft); background: var(--balie-surface-soft); }
  & .bar { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .3em 1em; margin-block-end: .8em; }
  & [role=tabpanel]:focus-visible { outline-offset: .4em; }
  & .said:not(:empty) { margin-block-end: 1em; }
  /* Words that are pressed stand in line with the others. */
  & .row > .button.quiet { margin-inline: -.5em; }
  & .chips { display: flex; flex-wrap: wrap; gap: .4em; margin-block-end: .9em; }
  & .chips button { min-block-size: 44px; padding: .3em .9em; font: inherit; color: var(--balie-ink); background: var(--balie-surface); border: 1px solid var(--balie-border); border-radius: 2em; cursor: pointer; }
  & .chips button[aria-pressed=true] { font-weight: 600; color: var(--balie-accent-ink); background: var(--balie-accent); border-color: var(--balie-accent); }
  /* A tray under the card. */
  & .whose { display: flex; flex-wrap: wrap; align-items: center; gap: .1em .6em; margin-block-start: -.35em; padding: .45em 1.1em .1em; border: 1px solid var(--balie-border); border-block-start: 0; border-radius: 0 0 var(--balie-radius, .35em) var(--balie-radius, .35em); } & .whose p { margin: 0; } & .whose form { flex: 1 0 100%; }
  & .log { display: grid; gap: .5em; margin: 0; padding: 0; list-style: none; } & .log li { display: flex; flex-wrap: wrap; gap: .1em .8em; padding-block-end: .4em; border-block-end: 1px solid var(--balie-border); } & .log li > :last-child { flex-basis: 100%; }
  /* A patient's own element has a list of that name. */
  & div.items { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 24em), 1fr)); align-items: start; gap: 1em; }
  & div.items > :only-child { grid-column: 1 / -1; max-inline-size: 48em; }
  & [role=tabpanel] > p { margin-block-end: .8em; }
  & .card { padding: 1em 1.1em; border: 1px solid var(--balie-border); border-radius: var(--balie-radius, .35em); background: var(--balie-surface); }
  & dl.facts { grid-template-columns: fit-content(45%) minmax(0, 1fr); } & dl.facts dd { overflow-wrap: anywhere; }
  & div.items > *, & desk-patients { container-type: inline-size; min-inline-size: 0; }
  @container (max-width: 24em) { & dl.facts { grid-template-columns: minmax(0, 1fr); row-gap: 0; } & dl.facts dd { margin-block-end: .4em; } }
  & .card .stack, & .card.stack { max-inline-size: none; gap: .9em; }
  & .card .stack { max-inline-size: 44em; }
  /* What is loaded into a row of buttons: its own stands among them, what it shows below. */
  & .row > desk-medicines, & .row > desk-medicines > .stack, & .row > desk-medicines > .stack > .row { display: contents; } & .row > desk-medicines > .stack > :not(.row) { flex: 1 0 100%; }
  & .badge { padding: .1em .6em; font-size: .85em; font-weight: 600; border: 1px solid var(--balie-warning); border-radius: 1em; }
  & .badge.done { border-color: var(--balie-success); }
  & .fields { display: flex; flex-direction: column; gap: .9em; }
  & .line { display: flex; flex-direction: column; gap: .6em; padding-block-start: .8em; border-block-start: 1px solid var(--balie-border); }
  & .line .choices { flex-flow: row wrap; gap: 0 1.5em; } & .line :is(legend, .hint, .error) { flex: 1 0 100%; }
  & .agenda { display: flex; flex-direction: column; gap: 1em; } & .row.bottom { align-items: end; }
  & .agenda .chips { margin: 0; } & .row.bottom { gap: .6em .8em; } & .row.bottom > .field { flex: 0 1 9em; min-inline-size: 0; } & .row.bottom .field :is(.control, input, select) { min-inline-size: 0; max-inline-size: 100%; }
  & .fields.side { flex-flow: row wrap; align-items: end; } & .fields.side > .field { flex: 0 1 11em; min-inline-size: 0; } & .fields.side :is(.control, input) { min-inline-size: 0; max-inline-size: 100%; }
  & .days { display: grid; gap: 1.2em; } & .days h3 { padding-block: .2em; } & .days h3[aria-current] { color: var(--balie-accent); } & .days h3:focus { outline: none; } & .days section { min-inline-size: 0; display: flex; flex-direction: column; gap: .5em; }
  & .times { list-style: none; margin: 0; padding: 0; border-block-start: 1px solid var(--balie-border); }
  & .times > li { display: grid; grid-template-columns: 7.5em minmax(0, 1fr) auto; gap: .3em .8em; align-items: start; padding: .5em .5em; margin: 0; border-block-end: 1px solid var(--balie-border); border-inline-start: .25em solid transparent; }
  & .people { display: grid; gap: 1.2em; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24em), 1fr)); align-items: start; } & .people > div { container-type: inline-size; min-inline-size: 0; }
  & .times > :is(.free, .blocked, .held, .busy) { align-items: center; }
  & .times > .booked { border-inline-start-color: var(--balie-accent); } & .times > .free { border-inline-start-color: var(--balie-success); } & .times > :is(.blocked, .block) { border-inline-start-color: var(--balie-warning); } & .times > :is(.blocked, .block, .busy) { background: var(--balie-surface-soft); }
  & .times .time { font-weight: 600; font-variant-numeric: tabular-nums; } & .times .what { overflow-wrap: anywhere; } & .times .what p { margin: 0; } & .times .row { gap: .3em .5em; }
  & .weekdays .choices { flex-flow: row wrap; gap: 0 1em; } & .weekdays legend { flex: 1 0 100%; }
  @media (min-width: 64em) { & .days.week { grid-template-columns: repeat(auto-fit, minmax(17em, 1fr)); } }
  & .times .button { padding-inline: .7em; } & .times > .free { display: flex; flex-wrap: wrap; } & .times > .free > .time { inline-size: 7em; } & .times > .free > .row { margin-inline-start: auto; }
  @container (max-width: 34em) { & .times > li:not(.free) { grid-template-columns: 7em minmax(0, 1fr); } & .times > li:not(.free) > .row { grid-column: 2; } }
  @container (max-width: 21em) { & .times > li:not(.free) > .row { grid-column: 1 / -1; } }
  & .typed { white-space: pre-wrap; overflow-wrap: anywhere; }
  & .message { padding: .7em 1em; border-inline-start: .3em solid var(--balie-border); background: var(--balie-surface-soft); border-radius: var(--balie-radius, .35em); }
  & .message.practice { border-inline-start-color: var(--balie-accent); }
  & .pin { font-size: 1.5em; letter-spacing: .1em; white-space: nowrap; }
  & .qr { inline-size: 14em; max-inline-size: 100%; block-size: auto; border-radius: var(--balie-radius, .35em); }
  & .guide li + li { margin-block-start: .4em; }
  & .step { display: flex; align-items: center; gap: .7em; color: var(--balie-ink-soft); font-weight: 600; } & .step span { display: flex; gap: .3em; }
  & .step i { block-size: .4em; inline-size: 2.2em; border-radius: 1em; background: var(--balie-border); } & .step i.on { background: var(--balie-accent); }
  & .stack > .step + h2 { margin-block-start: -.6em; }
  & details > summary { min-block-size: 44px; align-content: center; cursor: pointer; color: var(--balie-accent); font-weight: 600; } & details :is(dt, dd) { margin: 0; } & details dt { margin-block-start: .6em; font-weight: 600; }
  & .codes { display: grid; grid-template-columns: repeat(auto-fill, minmax(9em, 1fr)); gap: .5em; padding: 0; list-style: none; } & .codes li { padding: .45em .7em; text-align: center; background: var(--balie-surface-soft); border-radius: var(--balie-radius, .35em); }
  & abbr.required { color: var(--balie-danger); text-decoration: none; }
  & .spaced { margin-block: 1em; } & form.card.stack { max-inline-size: 44em; }
  & code { font-family: ui-monospace, monospace; font-size: 1.05em; overflow-wrap: anywhere; }
  @media (max-width: 40em) {
    & .tabs { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .15em .3em; }
    & .tabs button { justify-content: space-between; gap: .2em; padding-inline: .3em .15em; font-size: .87em; overflow-wrap: anywhere; text-align: start; border-block-end: 0; border-inline-start: .2em solid transparent; border-radius: 0; }
    & .tabs button[aria-selected=true] { border-inline-start-color: var(--balie-accent); background: var(--balie-surface-soft); }
  }
}
/* Of a page with a letter, the letter alone is printed; of one with a card that was asked for, that card, without what is pressed and typed in. */
@media print {
  practice-desk:has(.letter):not(:has(.printed)) :not(:has(.letter), .letter, .letter *), practice-desk:has(.printed) :not(:has(.printed), .printed, .printed *) { display: none; }
  practice-desk .letter { border: 0; font-size: 1.2em; }
  practice-desk .printed { border: 0; } practice-desk:has(.printed) div.items { display: block; }
  practice-desk .printed :is(.button, .chips, .choice, textarea, form .field, desk-medicines, desk-template, ul.items > :nth-child(n + 2)), practice-desk .printed.caller > .notice { display: none; }
}
`;
