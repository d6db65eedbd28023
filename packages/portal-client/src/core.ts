/** What parts of a portal that are loaded later may reach of it; nothing outside this package sees it. */
import type { OwnDrafts } from './drafts.ts';
import type { BaseSession } from './session.ts';
import type { Portal } from './types.ts';

export interface Core { base: BaseSession; drafts: OwnDrafts; readMe: () => Promise<void> }
const cores = new WeakMap<Portal, Core>();
export const keepCore = (portal: Portal, core: Core): Portal => { cores.set(portal, core); return portal; };
export const coreOf = (portal: Portal): Core => cores.get(portal)!;
