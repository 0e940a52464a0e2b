import { isStoaError } from '../../base/index.js';
import { equalNames, parseXml } from '../../xml/index.js';
import type { XmlName } from '../../xml/index.js';
import type { TypedValue } from '../values.js';
import { describeValue } from './describe-value.js';
import { noteValue } from './writer.js';
import type { Writing } from './writer.js';

/** An XML text that goes under a wildcard. */
export interface Fragment {
  readonly name: XmlName;
  readonly value: TypedValue;
}

/** What may stand before the root of a document: a byte order mark, the declaration, comments, instructions. */
const PROLOG = /^\uFEFF?(?:\s|<\?[^]*?\?>|<!--[^]*?-->)*/;

const parseFragment = (writer: Writing, text: string, name: XmlName): string | undefined => {
  try {
    const { root, source } = parseXml(text);
    if (equalNames(root.name, name)) return source.slice(root.start, root.end);
    noteValue(writer, {
      rule: 'cvc-complex-type.2.4',
      message: `expected an XML text of the element ${name.local}, found one of ${root.name.local}`,
    });
  } catch (thrown) {
    if (!isStoaError(thrown)) throw thrown;
    noteValue(writer, { rule: 'cvc-complex-type.2.4', message: `expected a well-formed XML text: ${thrown.message}` });
  }
  return undefined;
};

/** Whether the start tag declares a default namespace, so that none from outside reaches into the text. */
const declaresDefault = (text: string): boolean =>
  /^<[^\s>/]+(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*?\s+xmlns\s*=/.test(text);

/** Writes an XML text as it is, without what stands around its root. */
export const writeFragment = (writer: Writing, { name, value }: Fragment): void => {
  if (typeof value !== 'string') {
    noteValue(writer, { rule: 'cvc-complex-type.2.4', message: `expected an XML text, found ${describeValue(value)}` });
    return;
  }
  const text =
    writer.options.trusted === true ? value.replace(PROLOG, '').trimEnd() : parseFragment(writer, value, name);
  if (text === undefined) return;
  if (writer.defaultNamespace !== '' && !declaresDefault(text)) writer.needsNoDefault = true;
  writer.text += text;
};
