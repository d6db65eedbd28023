import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCpr, hyphenateCpr, readCpr, type Cpr } from './cpr.ts';

const read = (typed: string): Cpr => {
  const reading = readCpr(typed);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.value;
};
const weights = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
const modulus11 = (cpr: string) => weights.reduce((sum, weight, at) => sum + weight * Number(cpr[at]), 0) % 11;

/** The national test persons of MedCom, revised 2024-07-02 (hl7dk dk-core, CC0): all fail modulus 11. For test systems only. */
const testPersons = [
  ['0201609995', '1960-01-02', 'male'], ['0201609996', '1960-01-02', 'female'], ['0504909995', '1990-04-05', 'male'], ['0504909989', '1990-04-05', 'male'],
  ['0201919990', '1991-01-02', 'female'], ['0201919996', '1991-01-02', 'female'], ['0201919995', '1991-01-02', 'male'], ['0108589995', '1958-08-01', 'male'],
  ['0108629996', '1962-08-01', 'female'], ['0104909995', '1990-04-01', 'male'], ['0104909989', '1990-04-01', 'male'], ['1502799995', '1979-02-15', 'male'],
  ['1502829995', '1982-02-15', 'male'], ['0506889996', '1988-06-05', 'female'], ['2512489996', '1948-12-25', 'female'], ['0211223989', '1922-11-02', 'male'],
  ['2509479989', '1947-09-25', 'male'], ['0107729995', '1972-07-01', 'male'], ['1502779995', '1977-02-15', 'male'], ['2911829996', '1982-11-29', 'female'],
  ['1509819996', '1981-09-15', 'female'], ['0505059996', '2005-05-05', 'female'], ['0505109990', '2010-05-05', 'female'], ['0505159995', '2015-05-05', 'male'],
  ['0505209996', '2020-05-05', 'female'], ['0505239996', '2023-05-05', 'female'], ['3103979995', '1997-03-31', 'male'], ['3101229995', '2022-01-31', 'male'],
  ['1310169995', '2016-10-13', 'male'], ['1310169996', '2016-10-13', 'female'], ['1306249995', '2024-06-13', 'male'], ['1306249996', '2024-06-13', 'female'],
  ['0212159995', '2015-12-02', 'male'], ['1007059995', '2005-07-10', 'male'], ['1110109996', '2010-10-11', 'female'], ['3001749995', '1974-01-30', 'male'],
  ['2103009996', '2000-03-21', 'female'], ['2311143995', '1914-11-23', 'male'],
] as const;

describe('CPR (S4-13, S4-24, N13)', () => {
  it.each(testPersons)('accepts the national test person %s, which fails modulus 11', (cpr, birthDate, sex) => {
    expect(modulus11(cpr)).not.toBe(0);
    expect(read(cpr)).toEqual({ cpr, kind: 'ordinary', birthDate, sex, doubtful: false });
  });
  it('accepts the hyphen, spaces and lower case, and writes the hyphen (S4-29)', () => {
    expect(read(' 020160-9995 ').cpr).toBe('0201609995');
    expect(read('0201601ab2').cpr).toBe('0201601AB2');
    expect(formatCpr('0201609995')).toBe('020160-9995');
  });

  it.each([
    ['0', '00', 1900], ['3', '36', 1936], ['0', '37', 1937], ['3', '57', 1957], ['0', '58', 1958], ['3', '99', 1999],
    ['4', '00', 2000], ['4', '36', 2036], ['4', '37', 1937], ['4', '57', 1957], ['4', '58', 1958], ['4', '99', 1999],
    ['9', '00', 2000], ['9', '36', 2036], ['9', '37', 1937], ['9', '99', 1999],
    ['5', '00', 2000], ['5', '36', 2036], ['5', '57', 2057], ['5', '58', 1858], ['8', '57', 2057], ['8', '58', 1858], ['8', '99', 1899],
  ])('digit 7 = %s and year %s mean %i', (seventh, year, full) => expect(read(`0101${year}${seventh}001`).birthDate).toBe(`${full}-01-01`));
  it('agrees with the table for all 1000 combinations', () => {
    const table = [[0, 3, 0, 99, 1900], [4, 4, 0, 36, 2000], [4, 4, 37, 99, 1900], [9, 9, 0, 36, 2000], [9, 9, 37, 99, 1900], [5, 8, 0, 57, 2000], [5, 8, 58, 99, 1800]] as const;
    for (let seventh = 0; seventh < 10; seventh += 1) {
      for (let year = 0; year < 100; year += 1) {
        const century = table.find(([low, high, from, to]) => low <= seventh && seventh <= high && from <= year && year <= to)![4];
        expect(read(`0101${String(year).padStart(2, '0')}${seventh}001`).birthDate).toBe(`${century + year}-01-01`);
      }
    }
  });

  it.each(['3002609995', '3113609995', '0001609995', '0100609995', '2902011234'])('asks about %s, whose date is impossible, without refusing it', (cpr) => {
    expect(read(cpr)).toMatchObject({ cpr, birthDate: null, doubtful: true });
  });
  it('knows 29 February of leap years only', () => {
    expect(read('2902004000').birthDate).toBe('2000-02-29');
    expect(read('2902000000').doubtful).toBe(true); // 1900 was no leap year
    expect(read('2902960000').birthDate).toBe('1996-02-29');
  });

  it.each(['0201601AB2', '0201607AB2', '0201600AB2', '0201605AB2', '0201606AB2'])('accepts the replacement number %s with letters', (cpr) => {
    expect(read(cpr)).toEqual({ cpr, kind: 'replacement', birthDate: null, sex: null, doubtful: false });
  });
  it('accepts a replacement number whose day is raised by 60', () => {
    expect(read('6701601234')).toEqual({ cpr: '6701601234', kind: 'replacement', birthDate: null, sex: null, doubtful: false });
    expect(read('9101601234').doubtful).toBe(false); // day 91 = day 31
    expect(read('9201601234').doubtful).toBe(true);
  });
  it.each(['', '020160999', '02016099955'])('refuses %o for its length', (typed) => expect(readCpr(typed)).toEqual({ ok: false, problem: 'length' }));
  it.each(['0201602AB2', 'ABCDEFGHIJ', '020160A995', '02016099_5', '020160æ995'])('refuses %o for its characters', (typed) => expect(readCpr(typed)).toEqual({ ok: false, problem: 'characters' }));
  it('puts the hyphen in while typing, pasting and mending, and leaves letters as they are (S4-29)', () => {
    expect(['0', '020160', '020160-', '0201609', '020160 9995', '0201609995', '020160-9995', '020160-1ab2'].map(hyphenateCpr)).toEqual(['0', '020160', '020160-', '020160-9', '020160-9995', '020160-9995', '020160-9995', '020160-1ab2']);
  });
  it('never throws, and never turns ten digits away', () => {
    fc.assert(fc.property(fc.string(), (typed) => { readCpr(typed); }));
    fc.assert(fc.property(fc.stringMatching(/^\d{10}$/), (typed) => { expect(readCpr(typed).ok).toBe(true); }));
  });
});
