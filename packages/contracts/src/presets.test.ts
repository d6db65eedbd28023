import { describe, expect, it } from 'vitest';
import { clinicConfig, type ClinicConfigFile } from './clinic.ts';
import { parse } from './errors.ts';
import { presetNames } from './lists.ts';
import { presets, withPreset } from './presets.ts';
import { exampleFile } from './testing.ts';

/** What no preset knows: who the practice is. */
const { id, name, origins, pages, phones, openingHours, mail } = exampleFile;
const own = { id, name, origins, pages, phones, openingHours, mail };
const clinic = (more: Partial<ClinicConfigFile>) => parse(clinicConfig, withPreset({ country: 'NL', timeZone: 'Europe/Amsterdam', locales: ['nl'], services: {}, ...own, ...more }));

describe('presets', () => {
  it.each(presetNames)('%s is settings that hold for a practice which says only who it is', (preset) => {
    const { country = 'NL', timeZone = 'Europe/Amsterdam', locales = ['nl'], services = {} } = presets[preset];
    expect(parse(clinicConfig, withPreset({ country, timeZone, locales, services, ...own, preset }))).toMatchObject({ id, preset });
  });
  it('S0-33 S1-26 S2-15 S4-44 differ in settings alone (C1, C2, C4, C5, C6)', () => {
    const of = (preset: ClinicConfigFile['preset']) => { const { logIn, linking, registration } = clinic({ preset }); return [logIn.ways.join(), logIn.userName, logIn.code, linking.caller, registration.admission, registration.after, registration.terms]; };
    expect(of('nl-email-code')).toEqual(['password', 'email', null, 'practice', 'link', 'logged-in', 'none']);
    expect(of('nl-digid')).toEqual(['eid,password', 'email', null, 'patient', 'link', 'logged-in', 'none']);
    expect(of('nl-letter-pin-sms')).toEqual(['password', 'email', 'sms', 'visit', 'automatic', 'log-in-page', 'boxes']);
    expect(of('dk-mitid')).toEqual(['eid,password', 'cpr', 'email', 'nobody', 'approve', 'log-in-page', 'button']);
  });
  it('S0-03 S2-28 S4-25 S4-30 differ in whose address it is, on what and with which password one registers, and how long a link lives (C7, C10, C12, C13); the age line is the country\'s (C9)', () => {
    const of = (preset: ClinicConfigFile['preset']) => { const { registration: { uniqueEmail, confirmEmail, devices, linkHours, password }, eid } = clinic({ preset }); return [uniqueEmail, confirmEmail, devices, linkHours, password.minLength, password.composition, eid?.fromAge ?? null]; };
    for (const preset of ['nl-email-code', 'nl-letter-pin-sms', 'staff-portal', 'recommended'] as const) expect(of(preset), preset).toEqual([true, 'review', 'any', 24, 10, false, null]);
    expect(of('nl-digid')).toEqual([true, 'review', 'any', 24, 10, false, 0]);
    expect(of('dk-mitid')).toEqual([false, 'type-twice', 'any', 24, 8, true, 15]);
    // The limitation of S2 is a setting that no preset takes.
    expect(clinic({ preset: 'nl-letter-pin-sms', registration: { devices: 'computer' } }).registration).toMatchObject({ devices: 'computer', ways: ['letter'] });
  });
  it('S3-05 S1-31 the desk of an organisation registers nobody; ours puts eID and passkey first and asks a code where neither was used', () => {
    expect(clinic({ preset: 'staff-portal' })).toMatchObject({ registration: { ways: [] }, desk: { link: { nl: 'Serviceportaal' }, authenticator: { name: 'Microsoft Authenticator' } } });
    expect(clinic({ preset: 'recommended' }).logIn).toMatchObject({ ways: ['eid', 'passkey', 'password'], code: null, passkeyMaxAge: 900 });
  });
  it('S4-50 a clinic changes text and rule of its preset, a list as a whole', () => {
    const da = (more: Partial<ClinicConfigFile> = {}) => clinic({ preset: 'dk-mitid', country: 'DK', ...more });
    expect([da().prescriptions.notRenewable.includes('N05BA'), da().services.prescriptions?.intro?.da]).toEqual([true, 'Du kan her forny din faste medicin. Dog ikke vanedannende medicin.']);
    const own = da({ prescriptions: { notRenewable: ['N02C'] }, services: { prescriptions: { title: {}, intro: { da: 'Kun p-piller.' } } } });
    expect([own.prescriptions.notRenewable, own.services.prescriptions?.intro?.da, own.services.prescriptions?.title.da]).toEqual([['N02C'], 'Kun p-piller.', 'Receptfornyelse']);
  });
  it('the file wins over its preset, part by part; lists are replaced whole', () => {
    const { registration, logIn } = clinic({ preset: 'nl-digid', registration: { linkHours: 48, ways: ['email'] } });
    expect([registration.linkHours, registration.ways, registration.label, logIn.ways]).toEqual([48, ['email'], { nl: 'Account aanmaken', en: 'Create an account' }, ['eid', 'password']]);
  });
  it('what is no clinic file, or names no preset, stays as it is', () => {
    for (const file of [null, 7, 'x', [], {}, { preset: 'constructor' }, { preset: 7 }]) expect(withPreset(file)).toBe(file);
  });
});
