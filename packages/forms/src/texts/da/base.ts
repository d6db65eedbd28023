/** What every element can need: it may always have to show the log-in form or an error. */
import common from './common.ts';
import errors from './errors.ts';
import login from './login.ts';

export default { ...common, ...errors, ...login };
