import { describe, expect, it } from 'vitest';
import { PublicError, toPublicError } from './errors.ts';

const wrapped = (cause: Error) => new Error('Failed query', { cause });
const coded = (code: string) => Object.assign(new Error('kanarie'), { code });

describe('from a thrown value to an answer (T26)', () => {
  it.each([['08006'], ['53300'], ['57P01'], ['57P03'], ['40001'], ['40P01'], ['ECONNREFUSED'], ['ECONNRESET']])('%s may go well at the next try, wrapped or not', (code) => {
    expect(toPublicError(coded(code)).code).toBe('temporarily_unavailable');
    expect(toPublicError(wrapped(coded(code))).code).toBe('temporarily_unavailable');
  });
  it.each([['Connection terminated unexpectedly'], ['timeout exceeded when trying to connect']])('so may a broken connection: %s', (message) => {
    expect(toPublicError(wrapped(new Error(message))).code).toBe('temporarily_unavailable');
  });
  it.each([[coded('23505')], [coded('42P01')], [new TypeError('x is not a function')], ['a string'], [null], [undefined]])('anything else is a server_error that says nothing: %s', (thrown) => {
    expect(toPublicError(thrown)).toMatchObject({ code: 'server_error', status: 500, message: 'server_error', extra: {} });
  });
  it('keeps an error of our own as it is', () => {
    const own = new PublicError('slot_taken', { alternatives: [] });
    expect(toPublicError(own)).toBe(own);
  });
});
