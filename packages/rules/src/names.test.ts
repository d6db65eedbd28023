import { describe, expect, it } from 'vitest';
import { nameWords } from './names.ts';

describe('the words of a name', () => {
  it.each([
    ['Søren Kjær-Østergård', ['soren', 'kjaer', 'ostergard']], ['Aagaard', ['agard']], ['Ågård', ['agard']], ['Jansen-de Vries', ['jansen', 'de', 'vries']], ['Daniëlle d’Hondt', ['danielle', 'd', 'hondt']],
    ['ĲSBRAND', ['ijsbrand']], ['Þóra Müßig', ['thora', 'mussig']], ['  Anna\tMaria ', ['anna', 'maria']], ['100% Zeker_', ['100%', 'zeker_']], [' - ', []], ['', []],
  ])('%j', (name, words) => { expect(nameWords(name)).toEqual(words); });
  it('what begins a name as written begins it without marks too', () => {
    for (const name of ['Sørensen', 'Aagaard', 'Ågård', 'Kjærgaard', 'Daniëlle', 'Baaay', 'Œrsted']) for (let at = 1; at <= name.length; at += 1) expect(nameWords(name)[0], name).toMatch(new RegExp(`^${nameWords(name.slice(0, at))[0]!}`));
  });
});
