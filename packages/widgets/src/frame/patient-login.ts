import '../runtime/context-root.ts';
import '../patient-login/patient-login.ts';
import { startFrame } from '../runtime/frame.ts';

void startFrame('patient-login');
