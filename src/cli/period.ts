import { StoaError, findDurationMs } from '../base/index.js';
import type { CommandContext } from './command.js';

/** Milliseconds of a period option such as `--lease 10m`, or `undefined` when it was not given. */
export const findPeriodMs = ({ values }: CommandContext, option: string): number | undefined => {
  const text = values.text(option);
  if (text === undefined) return undefined;
  const periodMs = findDurationMs(text);
  if (periodMs === undefined || periodMs <= 0)
    throw new StoaError('USAGE', `expected a period such as 90s, 10m, 2h or PT10M for --${option}, got '${text}'`);
  return periodMs;
};
