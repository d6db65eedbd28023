import { describe, expect, it } from 'vitest';
import { remainingOf, renewalOf, renewalPresets, type Medicine } from './renewal.ts';

const { NL, DK } = renewalPresets;
const today = '2026-11-22';
const medicine = (more: Partial<Medicine>): Medicine => ({ atc: 'C07AB02', status: 'active', authoredOn: null, supplyDays: null, repeatsAllowed: null, reviewDue: null, override: null, pending: false, ...more });
const state = (atc: string | null, policy = DK) => {
  const answer = renewalOf(medicine({ atc }), policy, today);
  return answer.state === 'renewable' ? 'renewable' : answer.reason;
};

describe('addictive medicine (S4-02)', () => {
  it.each(['N02AA01', 'N02AX02', 'N05BA01', 'N05CD02', 'N05CF01', 'N03AE01', 'N06BA04', 'N07BC02', 'R05DA04', 'N05CA01', 'N03AA02', 'A07DA02', 'n02aa05 '])('DK: %s may not be renewed online', (atc) => expect(state(atc)).toBe('addictive'));
  it.each([['N06BA09', 'atomoxetine'], ['R05DA07', 'noscapine'], ['R05DA09', 'dextromethorphan'], ['N07BC04', 'lofexidine'], ['N02BE01', 'paracetamol'], ['N03AA03', 'primidone'], ['A07DA03', 'loperamide'], ['C07AB02', 'metoprolol']])('DK: %s (%s) may', (atc) => expect(state(atc)).toBe('renewable'));
  it.each(['N02BF02', 'N02BF01', 'N02BG10'])('DK: %s stands outside the prefixes until a clinic lists it', (atc) => {
    expect(state(atc)).toBe('renewable');
    expect(state(atc, { notRenewable: ['N02BF', 'N02BG'], practiceDecides: [] })).toBe('addictive');
  });
  it('NL: there is no general bar; on opioids and benzodiazepines the practice decides', () => {
    expect(renewalOf(medicine({ atc: 'N02AA01' }), NL, today)).toEqual({ state: 'practice-decides', reason: 'listed-class' });
    expect(['N05BA04', 'N05CD02', 'N05CF02', 'N06BA04'].map((atc) => state(atc, NL))).toEqual(['listed-class', 'listed-class', 'listed-class', 'renewable']);
  });
  it('a clinic edits the list: bars migraine drugs, allows ADHD drugs, names atomoxetine after all', () => {
    expect(state('N02CC01', { notRenewable: [...DK.notRenewable, 'N02C'], practiceDecides: [] })).toBe('addictive');
    expect(state('N06BA04', { notRenewable: DK.notRenewable.filter((prefix) => prefix !== 'N06BA'), practiceDecides: [] })).toBe('renewable');
    expect(state('N06BA09', { notRenewable: [...DK.notRenewable, 'N06BA09'], practiceDecides: [] })).toBe('addictive');
  });
  it('the longer prefix decides, of equal ones the stricter', () => {
    expect(state('N02AX02', { notRenewable: ['N02A'], practiceDecides: ['N02AX02'] })).toBe('listed-class');
    expect(state('N02AX02', { notRenewable: ['N02AX02'], practiceDecides: ['N02A'] })).toBe('addictive');
    expect(state('N02AX02', { notRenewable: ['N02A'], practiceDecides: ['N02A'] })).toBe('addictive');
  });
});

describe('unknown class: the practice decides, and is never passed over', () => {
  // The Dutch ministry's GP sample codes PARACETAMOL/CODEINE only in the G-Standaard; HL7's samples use RxNorm or SNOMED.
  it.each([null, '', '2053', '387207008', 'PARACETAMOL/CODEINE', 'N02AA1', '02AAN01'])('%o', (atc) => {
    for (const policy of [NL, DK]) expect(renewalOf(medicine({ atc }), policy, today)).toEqual({ state: 'practice-decides', reason: 'unknown-class' });
  });
  it('a group code that may hold a listed medicine is unknown; one that cannot is free', () => {
    expect([state('N02'), state('N'), state('N02AA'), state('C07')]).toEqual(['unknown-class', 'unknown-class', 'addictive', 'renewable']);
  });
});

describe('too soon (N2)', () => {
  const supplied = { authoredOn: '2026-10-01', supplyDays: 90, repeatsAllowed: null };
  it('tells the earliest date, a week before the supply ends', () => {
    expect(renewalOf(medicine(supplied), DK, '2026-12-22')).toEqual({ state: 'not-renewable', reason: 'too-soon', from: '2026-12-23' });
    expect(renewalOf(medicine(supplied), DK, '2026-12-23')).toEqual({ state: 'renewable' });
    expect(renewalOf(medicine(supplied), { ...DK, daysBeforeEnd: 0 }, '2026-12-29')).toMatchObject({ from: '2026-12-30' });
  });
  it('counts prescriptions that remain at the pharmacy', () => expect(renewalOf(medicine({ ...supplied, repeatsAllowed: 1 }), DK, '2026-12-23')).toMatchObject({ reason: 'too-soon', from: '2027-03-23' }));
  it.each([
    ['the supply is not said', { ...supplied, supplyDays: null }], ['the date is not said', { ...supplied, authoredOn: null }], ['the date is none', { ...supplied, authoredOn: '2026-02-30' }],
    ['the supply is nonsense', { ...supplied, supplyDays: -3 }], ['it is on hold', { ...supplied, status: 'on-hold' }],
  ])('is never guessed when %s', (_, more) => expect(renewalOf(medicine(more), DK, '2026-10-02')).toEqual({ state: 'renewable' }));
  it('a short supply is renewable at once', () => expect(renewalOf(medicine({ authoredOn: today, supplyDays: 5 }), DK, today)).toEqual({ state: 'renewable' }));
  it('authoredOn alone says nothing: neither a medicine of yesterday without a supply, nor one on hold, is too soon (traps of real data)', () => {
    expect(renewalOf(medicine({ authoredOn: '2026-11-21' }), DK, today)).toEqual({ state: 'renewable' });
    expect(renewalOf(medicine({ authoredOn: '2026-11-21', repeatsAllowed: 3 }), DK, today)).toEqual({ state: 'renewable' });
    expect(renewalOf(medicine({ authoredOn: '2026-11-21', supplyDays: 90, status: 'on-hold' }), DK, today)).toEqual({ state: 'renewable' });
  });
  it('practices agree on other terms: benzodiazepines a month, the pill six, others three (huisartsgarnier.nl); asked for 7 to 10 days before it runs out (stjamesmedicalcentre)', () => {
    const from = (supplyDays: number, daysBeforeEnd: number) => renewalOf(medicine({ authoredOn: '2026-10-01', supplyDays }), { ...NL, daysBeforeEnd }, '2026-10-02');
    expect([from(30, 7), from(180, 7), from(90, 10)]).toMatchObject([{ from: '2026-10-24' }, { from: '2027-03-23' }, { from: '2026-12-20' }]);
  });
  it('counts calendar days, also over the night in which the clock changes and the leap day', () => {
    expect(renewalOf(medicine({ authoredOn: '2026-03-01', supplyDays: 36 }), NL, '2026-03-29')).toMatchObject({ from: '2026-03-30' });
    expect(renewalOf(medicine({ authoredOn: '2026-10-01', supplyDays: 32 }), NL, '2026-10-25')).toMatchObject({ from: '2026-10-26' });
    expect(renewalOf(medicine({ authoredOn: '2028-02-01', supplyDays: 36 }), NL, '2028-02-29')).toMatchObject({ from: '2028-03-01' });
  });
  it('holds for an unknown class as well', () => expect(renewalOf(medicine({ ...supplied, atc: null }), NL, '2026-10-02')).toMatchObject({ reason: 'too-soon' }));
});

describe('pending and stopped', () => {
  it('a request that waits is not made twice', () => expect(renewalOf(medicine({ pending: true }), NL, today)).toEqual({ state: 'not-renewable', reason: 'pending', from: null }));
  it.each(['stopped', 'cancelled', 'entered-in-error', 'draft'])('%s medicine is not renewed', (status) => expect(renewalOf(medicine({ status, pending: true }), NL, today)).toEqual({ state: 'not-renewable', reason: 'stopped', from: null }));
  it.each(['active', 'completed', 'unknown', 'on-hold'])('%s medicine may be', (status) => expect(renewalOf(medicine({ status }), NL, today)).toEqual({ state: 'renewable' }));
});

describe('what is left (S1-03)', () => {
  const supplied = { ...medicine({}), authoredOn: '2026-10-01', supplyDays: 30, repeatsAllowed: 2 };
  it('is told by the calendar: the last day, and the repeats that are not begun', () => {
    expect(remainingOf(supplied, '2026-10-30')).toEqual({ until: '2026-12-30', repeats: 2 });
    expect(remainingOf(supplied, '2026-10-31')).toMatchObject({ repeats: 1 });
    expect(remainingOf(supplied, '2026-11-30')).toMatchObject({ repeats: 0 });
    expect(remainingOf(supplied, '2028-01-01')).toMatchObject({ until: '2026-12-30', repeats: 0 });
    expect(remainingOf({ ...supplied, repeatsAllowed: null }, '2026-10-02')).toEqual({ until: '2026-10-31', repeats: 0 });
  });
  it.each([['no supply', { supplyDays: null }], ['no date', { authoredOn: null }], ['on hold', { status: 'on-hold' }], ['stopped', { status: 'stopped' }], ['more than a lifetime', { supplyDays: 3660, repeatsAllowed: 1000 }]])('is not told with %s', (_, more) => {
    expect(remainingOf({ ...supplied, ...more }, today)).toBeNull();
  });
});

describe('review due (N2)', () => {
  it('from that day on the practice sees the patient first', () => {
    expect(renewalOf(medicine({ reviewDue: '2026-11-23' }), NL, today)).toEqual({ state: 'renewable' });
    expect(renewalOf(medicine({ reviewDue: today }), NL, today)).toEqual({ state: 'not-renewable', reason: 'review-due', from: null });
  });
  it('is told before "too soon", and neither lets a barred class through nor makes an unknown one renewable', () => {
    expect(renewalOf(medicine({ reviewDue: today, authoredOn: today, supplyDays: 90 }), DK, today)).toMatchObject({ reason: 'review-due' });
    expect(renewalOf(medicine({ reviewDue: today, atc: 'N05BA04' }), DK, today)).toMatchObject({ reason: 'addictive' });
    expect(renewalOf(medicine({ reviewDue: '2027-01-01', atc: null }), DK, today)).toEqual({ state: 'practice-decides', reason: 'unknown-class' });
  });
});

describe('what the practice says of one prescription (S4-02)', () => {
  const may = (until: string | null) => ({ override: { state: 'renewable' as const, until } });
  const not = (until: string | null) => ({ override: { state: 'not-online' as const, until } });
  it.each([['a barred class', { atc: 'N05BA04' }], ['an unknown class', { atc: null }], ['a review', { reviewDue: '2026-01-01' }], ['too soon', { authoredOn: today, supplyDays: 90 }]])('goes before %s', (_, more) => {
    expect(renewalOf(medicine({ ...more, ...may(null) }), DK, today)).toEqual({ state: 'renewable' });
    expect(renewalOf(medicine({ ...more, ...not(null) }), DK, today)).toEqual({ state: 'not-renewable', reason: 'not-online', from: null });
  });
  it('lasts through its last day', () => {
    expect(renewalOf(medicine({ atc: 'N05BA04', ...may(today) }), DK, today)).toEqual({ state: 'renewable' });
    expect(renewalOf(medicine({ atc: 'N05BA04', ...may('2026-11-21') }), DK, today)).toMatchObject({ reason: 'addictive' });
    expect(renewalOf(medicine(not('2026-11-30')), DK, today)).toMatchObject({ reason: 'not-online', from: '2026-12-01' });
    expect(renewalOf(medicine(not('2026-11-21')), DK, today)).toEqual({ state: 'renewable' });
  });
  it('brings back neither what is stopped nor what waits already', () => {
    expect(renewalOf(medicine({ status: 'stopped', ...may(null) }), DK, today)).toMatchObject({ reason: 'stopped' });
    expect(renewalOf(medicine({ pending: true, ...may(null) }), DK, today)).toMatchObject({ reason: 'pending' });
  });
  it('goes before what was approved and is on its way', () => {
    expect(renewalOf(medicine({ coming: true }), DK, today)).toEqual({ state: 'not-renewable', reason: 'pending', from: null });
    expect(renewalOf(medicine({ coming: true, ...may(null) }), DK, today)).toEqual({ state: 'renewable' });
    expect(renewalOf(medicine({ coming: true, ...not(null) }), DK, today)).toMatchObject({ reason: 'not-online' });
  });
});
