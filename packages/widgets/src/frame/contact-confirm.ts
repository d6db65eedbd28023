import '../runtime/context-root.ts';
import '../contact-confirm/contact-confirm.ts';
import { startFrame } from '../runtime/frame.ts';

void startFrame('contact-confirm');
