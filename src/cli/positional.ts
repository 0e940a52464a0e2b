import { StoaError } from '../base/index.js';
import type { CommandContext } from './command.js';

/** The positional argument at `index`. @throws {StoaError} `USAGE` naming what is missing */
export const getPositional = ({ positionals }: CommandContext, index: number, what: string): string => {
  const value = positionals[index];
  if (value === undefined)
    throw new StoaError('USAGE', `expected ${what}`, { hint: 'the same command with --help says more' });
  return value;
};
