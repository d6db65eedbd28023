/** What every element can need: it may always have to show the log-in form, the code prompt or an error. */
import code from './code.ts';
import common from './common.ts';
import errors from './errors.ts';
import login from './login.ts';

export default { ...common, ...errors, ...login, ...code };
