import type { Fixtures } from '../shared/fixture.ts';
export const fixtures: Fixtures = { good: { title: 'Good' }, bad: { title: 'Bad: no label', attributes: { bad: '1' } }, stray: { title: 'Stray', attributes: { stray: '1' } }, acted: { title: 'Acted', act: () => { throw new Error('act failed'); } } };
