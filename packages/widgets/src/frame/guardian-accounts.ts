import '../runtime/context-root.ts';
import '../guardian-accounts/guardian-accounts.ts';
import { startFrame } from '../runtime/frame.ts';

void startFrame('guardian-accounts');
