/** What the desk loads when somebody first looks at it, in one piece. */
import './desk-guardian.ts';
import './desk-guardians.ts';
import './desk-log.ts';
import './desk-services.ts';
import './desk-templates.ts';
