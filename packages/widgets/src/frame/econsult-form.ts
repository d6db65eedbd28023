import '../runtime/context-root.ts';
import '../econsult-form/econsult-form.ts';
import { startFrame } from '../runtime/frame.ts';

void startFrame('econsult-form');
