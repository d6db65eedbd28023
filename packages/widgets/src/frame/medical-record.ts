import '../runtime/context-root.ts';
import '../medical-record/medical-record.ts';
import { startFrame } from '../runtime/frame.ts';

void startFrame('medical-record');
