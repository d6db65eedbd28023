import '../runtime/context-root.ts';
import '../portal-help/portal-help.ts';
import { startFrame } from '../runtime/frame.ts';

void startFrame('portal-help');
