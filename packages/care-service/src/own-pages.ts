/** A patient's own list, page by page. */

/** Of what was asked before, in one answer. */
const most = 20;
/** One more than is shown tells whether there is more. */
export const ownLimit = most + 1;
export const ownPage = <Row extends { id: string }>(rows: readonly Row[], shown = most): { rows: readonly Row[]; older: { next: string | null } } => ({ rows: rows.slice(0, shown), older: { next: rows.length > shown ? rows[shown - 1]!.id : null } });
