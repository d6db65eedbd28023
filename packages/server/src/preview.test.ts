import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { presetNames, type PresetName } from '@balie/contracts';
import { exampleClinic } from '@balie/contracts/testing';
import { clinicOfPreset, preview, previewText } from './preview.ts';

const part = (name: PresetName, title: string) => preview(clinicOfPreset(name)).find((one) => one.title === title)!.lines.join('\n');

describe('what a preset will ask of whom', () => {
  it.each([
    ['nl-email-code', '1. e-mail address and password', /by form; a link by e-mail must be used within 24 hours/i, /the practice calls the patient.*the assistant checks identity, the GP links/is, /no terms/i, /a code by e-mail, each time it is opened/],
    ['nl-digid', '1. DigiD (level substantial or higher)\n2. e-mail address and password', /1\. With DigiD, which proves who it is/, /the patient calls the practice.*the assistant checks identity, and links/is, /no terms/i, /a code by e-mail, each time/],
    ['nl-letter-pin-sms', '1. e-mail address and password, then a code by SMS at every log-in', /the practice makes the account and hands over a letter with a PIN/, /the patient comes by/, /two boxes, both needed/i, /none where a code by SMS or something stronger was given in the last 8 hours/],
    ['staff-portal', '1. e-mail address and password', /nobody can register/i, /the practice calls/i, /no terms/i, /a code by e-mail/],
    ['dk-mitid', '1. MitID (level substantial or higher, from 15 years)\n2. CPR number and password, then a code by e-mail at every log-in', /confirmed with MitID.*A parent or guardian fills in the form/s, /Nobody calls: MitID has proved who it is.*until the practice has approved/s, /pressing it accepts the terms/, /none where a code by e-mail or something stronger was given in the last 8 hours/],
    ['recommended', '1. eID (level substantial or higher)\n2. passkey (fingerprint, face or PIN of the device)\n3. e-mail address and password', /a link by e-mail must be used within 24 hours/, /the practice calls the patient/i, /no terms/i, /a code by e-mail, each time/],
  ] as const)('%s (C1, C2, C4, C5, C6)', (name, logIn, registration, admission, consent, codes) => {
    expect(part(name, 'Log-in').split('\nWhere')[0]).toBe(logIn);
    expect(part(name, 'Registration')).toMatch(registration);
    expect(part(name, 'Who calls, who links')).toMatch(admission);
    expect(part(name, 'Consent')).toMatch(consent);
    expect(part(name, 'Code to open')).toMatch(codes);
    expect(part(name, 'Staff')).toMatch(/authenticator app at every log-in/);
  });
  it('every preset differs from every other, and none says what only a clinic knows', () => {
    const texts = presetNames.map((name) => previewText(clinicOfPreset(name)));
    expect(new Set(texts).size).toBe(presetNames.length);
    for (const text of texts) expect(text).not.toMatch(/undefined|example|\+31/);
  });
  it('S2-13 S3-14 says who has to set up what', () => {
    expect(part('nl-letter-pin-sms', 'Second factor')).toMatch(/right after registering: a code by SMS.*until it is there the code at the log-in comes by e-mail, and what asks a code by SMS does not open/s);
    expect(previewText(exampleClinic({ sms: { sender: 'De Linde' } }))).toContain('A code by SMS can be added on the account\'s page; it is then asked at every log-in by password.');
    expect(part('staff-portal', 'Staff')).toContain('Microsoft Authenticator');
    expect(part('recommended', 'Second factor')).toContain('passkey');
  });
  it('S4-35 S4-36 says who else begins an account, and what its first log-in takes', () => {
    expect(part('dk-mitid', 'Registration')).toContain('3. Not by themselves: the practice makes the account of a patient in its records; a link by e-mail');
    expect(part('dk-mitid', 'Who calls, who links')).toContain('confirmed with MitID at its first log-in, unless the desk notes that the patient cannot use it, or under 15 years.');
    expect(part('nl-letter-pin-sms', 'Who calls, who links')).not.toContain('first log-in');
  });
  it('N8 tells the ages of the country', () => {
    expect(part('dk-mitid', 'Children')).toBe('From 0 years a parent or guardian acts for the child.\nFrom 15 years the patient alone acts.');
    expect(previewText(exampleClinic({ guardians: true }))).toContain('From 12 years the child and the guardian both act.');
    expect(part('nl-email-code', 'Children')).toBe('Nobody can act for a child.');
  });
  it('S4-02 S4-50 tells which medicine may not be renewed, by the rules of preset and clinic', () => {
    expect(part('dk-mitid', 'Medicine')).toMatch(/^Not online: ATC N02A, A07DA02, N05BA/);
    expect(part('nl-digid', 'Medicine')).toMatch(/^Nothing is barred by its class.\nThe practice decides on: ATC N02A, N05BA, N05CD, N05CF/);
    const text = previewText(exampleClinic({ prescriptions: { notRenewable: ['N02C'], practiceDecides: [], wayOut: 'consult', pharmacies: [{ id: 'a', name: 'Apotheek A' }], why: 'decides', unlisted: true, reminders: false } }));
    for (const line of ['Not online: ATC N02C.', 'an appointment (Consultation) or the telephone', 'chooses a pharmacy: Apotheek A', 'where the practice decides', 'not in the list', 'No reminders.']) expect(text).toContain(line);
  });
  it('follows a clinic\'s own settings', () => {
    const text = previewText(exampleClinic({ registration: { terms: 'boxes', documents: [{ id: 'terms', url: 'https://p.example/t', version: '2026-1' }], linkHours: 3 }, services: { econsults: { title: { en: 'Ask' }, minAcr: 'urn:balie:acr:eid', maxAge: 900 } } }));
    for (const line of ['within 3 hours', 'Terms of use, version 2026-1', 'Ask: none where a national eID or something stronger was given in the last 15 minutes']) expect(text).toContain(line);
  });
  it('is printed by the command, for a preset and for a file; a wrong name says what it takes', () => {
    const run = (...args: string[]) => { const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'cli.ts'), 'clinic', 'preview', ...args], { encoding: 'utf8' }); return { status, stdout, stderr }; };
    expect(run('dk-mitid')).toMatchObject({ status: 0, stdout: expect.stringContaining('CPR number and password') as string });
    expect(run(join(import.meta.dirname, '../../../demo-site/clinics/de-linde.json'))).toMatchObject({ status: 0, stdout: expect.stringContaining('Huisartsenpraktijk De Linde') as string });
    expect(run('nergens')).toMatchObject({ status: 1, stderr: expect.stringMatching(/nergens: no such file, .*dk-mitid/) as string });
    expect(run()).toMatchObject({ status: 2, stderr: expect.stringContaining('dk-mitid') as string });
  }, 60_000);
});
