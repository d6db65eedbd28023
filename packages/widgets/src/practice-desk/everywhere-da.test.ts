/** Every state of the desk in one language; a file each, because each must end within the runner's time in three engines at once. */
import { itHoldsEverywhere } from '../shared/testing.ts';
import { fixtures } from './practice-desk.fixtures.ts';
import './practice-desk.ts';

describe('practice-desk in every state, da', () => { itHoldsEverywhere('practice-desk', fixtures, ['da']); });
