import '../runtime/context-root.ts';
import '../register-form/register-form.ts';
import { startFrame } from '../runtime/frame.ts';

void startFrame('register-form');
