import type nl from '../nl/desk.ts';
import type { Translation } from '../types.ts';

export default {
} as const satisfies Translation<typeof nl>;
