import { loadPart } from '../../base/light.js';
import { readUsual, writeUsual } from '../../schema/runtime/light.js';
import type { DescribedMessage, MessageOptions } from '../../schema/runtime/light.js';
import type { TypedValue } from '../../schema/index.js';
import type { XmlDocument, XmlElement } from '../../xml/index.js';

/**
 * Reads a message by what a generated module says of it. The usual ones are read by little code; for all others, right or wrong, the codec of
 * everything is loaded, so that the outcome is the same.
 *
 * @throws {StoaError} `MESSAGE_UNDECLARED`, `MESSAGE_INVALID` with findings, `SCHEMA_LIMIT_EXCEEDED`
 */
export const loadValue = async (
  { codec }: DescribedMessage,
  message: XmlElement | XmlDocument,
): Promise<TypedValue> => {
  const described = codec();
  const usual = 'root' in message ? readUsual(described, message) : undefined;
  if (usual !== undefined) return usual.value;
  const { decodeWhole } = await loadPart(import('./whole-codec.js'));
  return decodeWhole(described, message);
};

/**
 * Writes a message by what a generated module says of it, checked as it is written; as {@link loadValue} reads.
 *
 * @throws {StoaError} `VALUE_INVALID` with findings
 */
export const loadText = async (
  { codec, ...facts }: DescribedMessage,
  value: unknown,
  options: MessageOptions = {},
): Promise<string> => {
  const described = codec();
  const usual = writeUsual(described, value, { ...options, ...facts });
  if (usual !== undefined) return usual;
  const { encodeWhole } = await loadPart(import('./whole-codec.js'));
  return encodeWhole(described, value, { ...options, ...facts });
};
