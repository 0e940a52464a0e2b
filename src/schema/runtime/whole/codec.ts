import { DEFAULT_SCHEMA_LIMITS, DEFAULT_XML_LIMITS, StoaError, isStoaError } from '../../../base/index.js';
import type { ErrorFinding } from '../../../base/index.js';
import { equalNames, parseXml, toNameKey } from '../../../xml/index.js';
import type { XmlElement } from '../../../xml/index.js';
import { assertValidValue } from '../../codec/valid-value.js';
import { checkWrittenReferences } from '../../codec/identity.js';
import { createWriting, defaultDeclaration, enter, headOf, noteValue, prefixDeclarations } from '../../codec/writer.js';
import type { Writing } from '../../codec/writer.js';
import { assertValid, checkReferences, createReading } from '../../instance/visit.js';
import type { TypedValue } from '../../values.js';
import type { EncodeMessageOptions, MessageOptions, Source } from '../message.js';
import type { ElementCodec } from './model.js';

const open = (source: Source): { readonly root: XmlElement; readonly source: string | undefined } => {
  if (typeof source === 'string' || source instanceof Uint8Array) return parseXml(source, DEFAULT_XML_LIMITS);
  return 'root' in source ? source : { root: source, source: undefined };
};

/**
 * The value of a message whose root is `codec`'s element; that it has the type asked for is what the codec checks.
 *
 * @throws {StoaError} `MESSAGE_UNDECLARED` for another element, `MESSAGE_INVALID` with findings, `SCHEMA_LIMIT_EXCEEDED`
 *   for a message that takes too long to check, `XML_…` for a text that is not well-formed
 */
export const decode = <Value = TypedValue>(codec: ElementCodec, message: Source): Value => {
  const { root, source } = open(message);
  if (!equalNames(root.name, codec.name))
    throw new StoaError('MESSAGE_UNDECLARED', `expected ${toNameKey(codec.name)}, found ${toNameKey(root.name)}`);
  const reading = createReading({ limits: DEFAULT_SCHEMA_LIMITS, source });
  const value = codec.read(reading, root);
  checkReferences(reading, root);
  assertValid(reading);
  return value as Value;
};

const findingsIn = (codec: ElementCodec, root: XmlElement): readonly ErrorFinding[] => {
  const reading = createReading({ limits: DEFAULT_SCHEMA_LIMITS, source: undefined });
  codec.read(reading, root);
  checkReferences(reading, root);
  return reading.findings;
};

const write = (codec: ElementCodec, value: TypedValue, given: { options: MessageOptions; namespace: string }) => {
  const { options, namespace } = given;
  const writing = createWriting({ options, checks: DEFAULT_SCHEMA_LIMITS, defaultNamespace: namespace });
  enter(writing, codec.name.local, 0);
  try {
    codec.write(writing, value);
  } catch (thrown) {
    // Text that XML cannot hold is found where it is escaped.
    if (!isStoaError(thrown, 'VALUE_INVALID')) throw thrown;
    noteValue(writing, { rule: 'cvc-datatype-valid.1.2.1', message: thrown.message });
  }
  return writing;
};

const complete = (writing: Writing, options: MessageOptions): string => {
  const nameEnd = /[\s/>]/.exec(writing.text)?.index ?? writing.text.length;
  const declarations = defaultDeclaration(writing.defaultNamespace) + prefixDeclarations(writing);
  return `${headOf(options)}${writing.text.slice(0, nameEnd)}${declarations}${writing.text.slice(nameEnd)}`;
};

/**
 * The XML text of a message, checked as it is written.
 *
 * @throws {StoaError} `VALUE_INVALID` with findings
 */
export const encode = (codec: ElementCodec, value: unknown, options: EncodeMessageOptions = {}): string => {
  const namespace = options.prefixed === true ? '' : codec.name.namespace;
  // Whatever it is, it is looked at member by member.
  const given = value as TypedValue;
  let writing = write(codec, given, { options, namespace });
  if (writing.needsNoDefault) writing = write(codec, given, { options, namespace: '' });
  checkWrittenReferences(writing);
  assertValidValue(writing.findings);
  const text = complete(writing, options);
  if (options.reread === true) assertValidValue(findingsIn(codec, parseXml(text).root));
  return text;
};
