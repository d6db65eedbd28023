import '../runtime/context-root.ts';
import '../password-reset/password-reset.ts';
import { startFrame } from '../runtime/frame.ts';

void startFrame('password-reset');
