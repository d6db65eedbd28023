import { expect } from '@open-wc/testing';
import * as contracts from '@balie/contracts';
import * as z from 'zod/mini';
import { readConfirm, shapes, take } from './answers.ts';
import { pageShapes, readContinues } from './page-answers.ts';
import { PortalError } from './types.ts';

/** What a contract's field is, in the guards' words. */
function kindOf(schema: unknown): string {
  const type = schema as z.ZodMiniType;
  const accepts = (value: unknown) => z.safeParse(type, value).success;
  const inner = type instanceof z.ZodMiniOptional || type instanceof z.ZodMiniNullable ? type.def.innerType : type;
  return `${inner instanceof z.ZodMiniNumber ? 'number' : 'string'}${accepts(undefined) ? '?' : accepts(null) ? '|null' : ''}`;
}
const kindsOf = ({ shape }: { shape: object }) => Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, kindOf(schema)]));

describe('answers of the token service', () => {
  const { next: _next, ...continues } = kindsOf(contracts.challengeContinues);
  const mailed = contracts.nextStep.def.options.find((option) => 'mark' in option.shape)!;
  const expected = { tokens: kindsOf(contracts.tokenAnswer), me: kindsOf(contracts.meAnswer), page: kindsOf(contracts.pageAnswer), lease: kindsOf(contracts.leaseAnswer), done: kindsOf(contracts.challengeDone), continues, mailed: kindsOf(mailed) };
  for (const [name, fields] of Object.entries(expected)) {
    it(`the guard of ${name} asks for the same fields as the contract`, () => { expect(({ ...shapes, ...pageShapes } as Record<string, object>)[name]).to.deep.equal(fields); });
  }

  it('takes named fields only, and refuses another type', () => {
    const read = take<{ a: string; b?: number }>({ a: 'string', b: 'number?' });
    expect(read({ a: 'x', c: 1, __proto__: { d: 1 } })).to.deep.equal({ a: 'x' });
    for (const wrong of [{}, { a: 1 }, { a: null }, { a: 'x', b: null }, { a: 'x', b: '1' }]) expect(() => read(wrong)).to.throw(PortalError);
  });

  it('reads a confirmation with and without tokens', () => {
    const tokens = { access_token: 'a', token_type: 'DPoP', expires_in: 300, scope: 'portal' };
    expect(readConfirm({ state: 'confirmed', tokens })).to.deep.equal({ state: 'confirmed', tokens });
    expect(readConfirm({ state: 'password_needed' })).to.deep.equal({ state: 'password_needed' });
    for (const wrong of [{}, { state: 'else' }, { state: 'confirmed', tokens: { access_token: 1 } }]) expect(() => readConfirm(wrong)).to.throw(PortalError);
  });

  it('keeps the next step only where a code was mailed', () => {
    expect(readContinues({ error: 'x', next: { type: 'totp' } }).mailed).to.equal(null);
    expect(() => readContinues({ error: 'x', next: { type: 'email_code', to: 1 } })).to.throw(PortalError);
  });
});
