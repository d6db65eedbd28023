import '../runtime/context-root.ts';
import '../portal-menu/portal-menu.ts';
import { startFrame } from '../runtime/frame.ts';

void startFrame('portal-menu');
