import '../runtime/context-root.ts';
import '../patient-account/patient-account.ts';
import { startFrame } from '../runtime/frame.ts';

void startFrame('patient-account');
