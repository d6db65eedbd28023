/** When people are told of what can wait: nobody must wake up for it. The one place that says so. */
import type { ClinicConfig } from '@balie/contracts';
import { localTime } from '@balie/rules';

const [wakes, sleeps] = ['09:00', '20:00'] as const;

/** By the clinic's clock. */
export function isDaytime({ timeZone }: Pick<ClinicConfig, 'timeZone'>, now: Date): boolean {
  const { time } = localTime(now, timeZone);
  return time >= wakes && time < sleeps;
}
