import { StoaError } from '../base/index.js';
import { readContractInterface } from '../client/index.js';
import type { Interface } from '../advertisement/index.js';
import { INTERFACE_CONSTANT } from './print-contract.js';

/** What a generated module says of itself. */
export interface ReadGenerated {
  /** Version of the package that made it. */
  readonly version: string;
  /** The command line that made it. */
  readonly command: string;
  /** What it was made for. */
  readonly interface: Interface;
}

const HEADER = /^\/\*\*\n \* .*Made by stoa (\S+);.*\n \*\n \* {5}(.*)\n/;
/** A formatter may have left out the semicolon. */
const INTERFACE = new RegExp(`^const ${INTERFACE_CONSTANT} = \`((?:[^\`\\\\]|\\\\.)*)\`;?$`, 'ms');

const unescapeTemplate = (text: string): string => text.replace(/\\([\\`$])/g, '$1');

/**
 * Reads a generated module.
 *
 * @throws {StoaError} `USAGE` for a text that was not generated, and what reading an interface throws
 */
export const readGenerated = (text: string): ReadGenerated => {
  const unix = text.replaceAll('\r\n', '\n');
  const [, version, command] = HEADER.exec(unix) ?? [];
  const [, xml] = INTERFACE.exec(unix) ?? [];
  if (version === undefined || command === undefined || xml === undefined)
    throw new StoaError('USAGE', 'expected a file that stoa generate has made', {
      hint: 'make it anew, without --check',
    });
  return {
    version,
    command: command.replaceAll('*\\/', '*/'),
    interface: readContractInterface({ xml: unescapeTemplate(xml) }),
  };
};
