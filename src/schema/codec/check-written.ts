import type { ErrorFinding } from '../../base/index.js';
import { parseXml } from '../../xml/index.js';
import type { XmlElement } from '../../xml/index.js';
import { assertValidValue } from './valid-value.js';

/**
 * Checks a message that was written, where the schema has identity constraints. These compare texts by the types that they
 * are read by, which only reading tells (of unions, by `xsi:type`, under wildcards), so what is written is read before it is
 * given out.
 *
 * @throws {StoaError} `VALUE_INVALID` with the findings
 */
export const assertReadable = (text: string, check: (root: XmlElement) => readonly ErrorFinding[]): string => {
  assertValidValue(check(parseXml(text).root));
  return text;
};
