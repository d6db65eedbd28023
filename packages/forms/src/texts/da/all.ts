import passkey from './passkey.ts';
import account from './account.ts';
import appointments from './appointments.ts';
import base from './base.ts';
import code from './code.ts';
import contact from './contact.ts';
import desk from './desk.ts';
import econsults from './econsults.ts';
import eid from './eid.ts';
import guardians from './guardians.ts';
import mail from './mail.ts';
import menu from './menu.ts';
import number from './number.ts';
import pages from './pages.ts';
import prescriptions from './prescriptions.ts';
import register from './register.ts';
import reset from './reset.ts';

export const messages = { ...base, ...code, ...register, ...prescriptions, ...appointments, ...econsults, ...menu, ...account, ...passkey, ...desk, ...eid, ...mail, ...pages, ...number, ...reset, ...contact, ...guardians };
