import '../runtime/context-root.ts';
import '../session-code-prompt/session-code-prompt.ts';
import { startFrame } from '../runtime/frame.ts';

void startFrame('session-code-prompt');
