import '../runtime/context-root.ts';
import '../second-factor-setup/second-factor-setup.ts';
import { startFrame } from '../runtime/frame.ts';

void startFrame('second-factor-setup');
