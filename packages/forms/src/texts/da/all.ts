import appointments from './appointments.ts';
import base from './base.ts';
import code from './code.ts';
import desk from './desk.ts';
import econsults from './econsults.ts';
import eid from './eid.ts';
import joining from './joining.ts';
import mail from './mail.ts';
import pages from './pages.ts';
import prescriptions from './prescriptions.ts';
import register from './register.ts';

export const messages = { ...base, ...code, ...register, ...joining, ...prescriptions, ...appointments, ...econsults, ...desk, ...eid, ...mail, ...pages };
