/** What an import tells: which file, which resource, why. Types, ids and field names only: never a value from a record (T25, T26). */
export interface ImportLine { file: string; /** `Patient/f001`, or the place in the file where there is no id. */ resource: string; reason: string }
export interface ImportReport {
  /** Resources that are in the records now, by type. */
  loaded: Record<string, number>;
  /** Patients kept without a proven number: found at the desk, never linked on the number. */
  notVerified: ImportLine[];
  /** What was not loaded. */
  refused: ImportLine[];
  /** Resources of types that the portal has no use for, by type. */
  ignored: Record<string, number>;
}

/** Why one resource cannot be loaded; the others go on. The message is ours, never a parser's. */
export class Refusal extends Error {
  constructor(reason: string) { super(reason); this.name = 'Refusal'; }
}
