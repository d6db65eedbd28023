/** Every state of the desk; a file of its own, because it must end within the runner's time in three engines at once. */
import { itHoldsEverywhere } from '../shared/testing.ts';
import { fixtures } from './practice-desk.fixtures.ts';
import './practice-desk.ts';

describe('practice-desk in every state', () => { itHoldsEverywhere('practice-desk', fixtures); });
