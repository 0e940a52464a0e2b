import type { ErrorFinding } from '../../base/index.js';
import { XML_NAMESPACE, escapeAttribute } from '../../xml/index.js';
import type { XmlName } from '../../xml/index.js';
import type { EncodeOptions } from '../facade.js';
import { createBudget } from '../instance/budget.js';
import type { CheckLimits } from '../instance/budget.js';
import type { Plans } from '../plan/model.js';
import type { QNameContext, QNameWriter } from '../simple/index.js';

/** One message being written, by whatever codec. */
export interface Writing {
  readonly options: EncodeOptions;
  readonly maxFindings: number;
  readonly findings: ErrorFinding[];
  /** Steps from the root to what is being written: names, and positions among the items of an array (from 1; 0 = none). */
  readonly names: string[];
  readonly positions: number[];
  /** Prefix by namespace, declared on the root in the order of first use. */
  readonly prefixes: Map<string, string>;
  /** Namespace that unprefixed element names and QNames have: the root's, or `''` where a prefix is used throughout. */
  readonly defaultNamespace: string;
  readonly qnames: QNameWriter;
  /** Reads texts that were written. */
  readonly context: QNameContext;
  /** IDs written, and references to them with the place of the first. */
  readonly ids: Set<string>;
  readonly references: Map<string, string>;
  /** Set when something has to stand where no default namespace is in force: the message is written again without one. */
  needsNoDefault: boolean;
  text: string;
}

/** One message being written by walking plans. */
export interface Writer extends Writing {
  readonly plans: Plans;
}

/** What a message is begun with. */
export interface WritingParts {
  readonly options: EncodeOptions;
  readonly checks: CheckLimits;
  readonly defaultNamespace: string;
}

/** An empty message. */
export const createWriting = ({ options, checks, defaultNamespace }: WritingParts): Writing => {
  const step = createBudget(checks);
  const writer: Writing = {
    options,
    maxFindings: checks.maxFindings,
    defaultNamespace,
    findings: [],
    names: [],
    positions: [],
    prefixes: new Map(),
    ids: new Set(),
    references: new Map(),
    qnames: { prefixFor: (namespace) => prefixFor(writer, namespace, true), step },
    context: { resolve: (prefix) => resolveWritten(writer, prefix), step },
    needsNoDefault: false,
    text: '',
  };
  return writer;
};

/** A writer of an empty text. */
export const createWriter = ({ plans, ...parts }: WritingParts & { readonly plans: Plans }): Writer =>
  Object.assign(createWriting(parts), { plans });

/** Namespace of a prefix that a writer gave out. */
const resolveWritten = (writer: Writing, prefix: string): string | undefined => {
  if (prefix === '') return writer.defaultNamespace;
  for (const [namespace, known] of writer.prefixes) if (known === prefix) return namespace;
  return undefined;
};

/** Prefix for a namespace; `mayDefault` where the default namespace is in force (elements and QNames, not attributes). */
const prefixFor = (writer: Writing, namespace: string, mayDefault: boolean): string => {
  if (namespace === '') {
    if (writer.defaultNamespace !== '' && mayDefault) writer.needsNoDefault = true;
    return '';
  }
  if (mayDefault && namespace === writer.defaultNamespace) return '';
  if (namespace === XML_NAMESPACE) return 'xml';
  const known = writer.prefixes.get(namespace);
  if (known !== undefined) return known;
  const prefix =
    namespace === 'http://www.w3.org/2001/XMLSchema-instance' ? 'xsi' : `n${String(writer.prefixes.size + 1)}`;
  writer.prefixes.set(namespace, prefix);
  return prefix;
};

const join = (prefix: string, local: string): string => (prefix === '' ? local : `${prefix}:${local}`);

/** An element's name as it is written. */
export const elementTag = (writer: Writing, { namespace, local }: XmlName): string =>
  namespace === writer.defaultNamespace ? local : join(prefixFor(writer, namespace, true), local);

/** An attribute's name as it is written. */
export const attributeTag = (writer: Writing, { namespace, local }: XmlName): string =>
  namespace === '' ? local : join(prefixFor(writer, namespace, false), local);

/** Where a writer is, by names and positions. */
export const pathOf = ({ names, positions }: Writing): string =>
  names.map((name, at) => ((positions[at] ?? 0) > 0 ? `/${name}[${String(positions[at])}]` : `/${name}`)).join('');

/** Notes that what is being written, or its member, breaks a rule. */
export const noteValue = (
  writer: Writing,
  { rule, message }: { readonly rule: string; readonly message: string },
  member?: string,
): void => {
  if (writer.findings.length >= writer.maxFindings) return;
  writer.findings.push({ rule, message, path: pathOf(writer) + (member === undefined ? '' : `/${member}`) });
};

/** Enters a step of the path. */
export const enter = (writer: Writing, name: string, position: number): void => {
  writer.names.push(name);
  writer.positions.push(position);
};

/** Leaves the innermost step of the path. */
export const leave = (writer: Writing): void => {
  writer.names.pop();
  writer.positions.pop();
};

/** The declaration of a default namespace, `''` for none. */
export const defaultDeclaration = (namespace: string): string =>
  namespace === '' ? '' : ` xmlns="${escapeAttribute(namespace)}"`;

/** Declarations of the prefixes that a writer gave out, in the order of first use. */
export const prefixDeclarations = ({ prefixes }: Writing): string => {
  let text = '';
  for (const [namespace, prefix] of prefixes) text += ` xmlns:${prefix}="${escapeAttribute(namespace)}"`;
  return text;
};

/** What stands before the root element. */
export const headOf = ({ declaration }: EncodeOptions): string =>
  declaration === true ? '<?xml version="1.0" encoding="UTF-8"?>\n' : '';
