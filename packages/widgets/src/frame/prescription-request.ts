import '../runtime/context-root.ts';
import '../prescription-request/prescription-request.ts';
import { startFrame } from '../runtime/frame.ts';

void startFrame('prescription-request');
