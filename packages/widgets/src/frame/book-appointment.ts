import '../runtime/context-root.ts';
import '../book-appointment/book-appointment.ts';
import { startFrame } from '../runtime/frame.ts';

void startFrame('book-appointment');
