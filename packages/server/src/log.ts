import { pino } from 'pino';
import type { Log, LogRecord } from '@balie/contracts';

const allowed: ReadonlySet<string> = new Set(['event', 'id', 'clinic', 'route', 'method', 'status', 'code', 'ms', 'count', 'template', 'job', 'port', 'version', 'thrown', 'systemCode'] satisfies (keyof LogRecord)[]);

/** JSON lines on standard output, of allow-listed fields only: what is not named here cannot be logged (T25). */
export function createLog(destination?: { write(line: string): void }): Log {
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, ...(destination ? [destination] : []));
  return ({ level = 'info', ...record }) => logger[level](Object.fromEntries(Object.entries(record).filter(([key, value]) => allowed.has(key) && (typeof value === 'string' || typeof value === 'number'))));
}
