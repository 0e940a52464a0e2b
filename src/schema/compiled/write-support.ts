import { DEFAULT_XML_LIMITS } from '../../base/index.js';
import { escapeAttribute, escapeText } from '../../xml/index.js';
import type { XmlName } from '../../xml/index.js';
import { checkWrittenReferences } from '../codec/identity.js';
import { nameOfMember } from '../codec/member-name.js';
import { writeChild } from '../codec/write-content.js';
import { writeElement } from '../codec/write-element.js';
import { toText } from '../codec/write-text.js';
import { attributeTag, createWriter, elementTag, enter, headOf, leave, prefixDeclarations } from '../codec/writer.js';
import type { Writer } from '../codec/writer.js';
import type { EncodeOptions } from '../facade.js';
import { createBudget } from '../instance/budget.js';
import type { CheckLimits } from '../instance/budget.js';
import type { ValueConstraint } from '../model/components.js';
import { allowsNamespace } from '../model/wildcard.js';
import type { Wildcard } from '../model/wildcard.js';
import type { ChildPlan, ElementPlan, Plans, TypePlan } from '../plan/model.js';
import { formatSimple } from '../simple/index.js';
import type { QNameContext, SimpleType } from '../simple/index.js';
import { collapse, replaceBreaks } from '../simple/white-space.js';
import type { TypedObject, TypedValue } from '../values.js';

/** One writing of a message. The writer is that of the interpreted twin, made when something is left to it. */
export interface WriteRun {
  readonly options: EncodeOptions;
  writer: Writer | undefined;
  context: QNameContext | undefined;
}

/** What came of a writing: the text, `undefined` when the program gave up, `false` when no default namespace may be in force. */
export type WriteOutcome = string | false | undefined;

/**
 * What a compiled writer calls. Whatever is handed to the interpreted writer is right when it leaves no finding: a program
 * that is told of one gives up, and the whole message is written again by the interpreted twin.
 */
export interface WriteSupport {
  /** Writes an element that stands at a depth (the root's is 1); `undefined` after a finding. */
  readonly element: (
    run: WriteRun,
    plan: ElementPlan,
    parts: { value: TypedValue; depth: number },
  ) => string | undefined;
  /** Writes what a wildcard takes, the members `names` of a value; `undefined` after a finding. */
  readonly wild: (run: WriteRun, part: WildContent, parts: WildMembers) => string | undefined;
  /** Text of a simple value, not escaped; `undefined` after a finding. */
  readonly text: (run: WriteRun, parts: TextParts) => string | undefined;
  /** What texts are checked with where the work that they make is counted; it knows no prefixes. */
  readonly context: (run: WriteRun) => QNameContext;
  /** Names as they are written in a message of several namespaces. */
  readonly elementTag: (run: WriteRun, name: XmlName) => string;
  readonly attributeTag: (run: WriteRun, name: XmlName) => string;
  /** The message with the declarations that its root needs put in at `at`. */
  readonly finish: (run: WriteRun, text: string, at: number) => WriteOutcome;
}

/** A wildcard that is all the content of a type. */
export interface WildContent {
  readonly plan: TypePlan;
  readonly child: ChildPlan;
  readonly wildcard: Wildcard;
  readonly min: number;
  readonly max: number;
}

/** Members that a wildcard is to take, in their order, in an element at a depth. */
export interface WildMembers {
  readonly value: TypedObject;
  readonly names: readonly string[];
  readonly depth: number;
}

/** A value of a simple type, and the value that is fixed for it. */
export interface TextParts {
  readonly type: SimpleType;
  readonly value: TypedValue;
  readonly constraint: ValueConstraint | undefined;
}

/** The text of a value that the type alone decides on; `undefined` when it is none. */
const format = (type: SimpleType, value: TypedValue): string | undefined => {
  const formatted = formatSimple(type, value);
  return 'text' in formatted ? formatted.text : undefined;
};

/** Members of an object in the order of a schema, those without a value left out; `undefined` when one is not in the schema. */
const sortMembers = (
  value: TypedObject,
  names: readonly string[],
  order: ReadonlyMap<string, number>,
): readonly string[] | undefined => {
  const given = names.filter((name) => value[name] !== undefined);
  if (!given.every((name) => order.has(name))) return undefined;
  return given.sort((left, right) => (order.get(left) ?? 0) - (order.get(right) ?? 0));
};

/** Members that a schema has, in its order, and those for a wildcard; `undefined` when there are others. */
const splitMembers = (
  value: TypedObject,
  names: readonly string[],
  order: ReadonlyMap<string, number>,
): { readonly known: readonly string[]; readonly wild: readonly string[] } | undefined => {
  const wild = names.filter((name) => !order.has(name) && value[name] !== undefined);
  if (wild.some((name) => name === '$' || name.startsWith('@'))) return undefined;
  const known = names.filter((name) => order.has(name));
  return { known: sortMembers(value, known, order) ?? [], wild };
};

/** Whether a value is an object with members. */
const isMembers = (value: TypedValue): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

const isItems = (value: TypedValue): value is readonly TypedValue[] => Array.isArray(value);

const { keys } = Object;

/** Functions without state, for programs. */
export const WRITE_FUNCTIONS = {
  collapse,
  escapeAttribute,
  escapeText,
  format,
  isItems,
  isMembers,
  isSafeInteger: (value: unknown): boolean => Number.isSafeInteger(value),
  keys,
  replaceBreaks,
  sortMembers,
  splitMembers,
};

/** Deepest element that a program writes. */
export const MAX_WRITTEN_DEPTH = DEFAULT_XML_LIMITS.maxDepth;

/** Writes members under a wildcard; whether it takes them all. */
const writeWild = (writer: Writer, part: WildContent, { value, names }: WildMembers): boolean => {
  const { plan, child, wildcard, min, max } = part;
  let count = 0;
  for (const member of names) {
    const name = nameOfMember(member);
    const items = value[member];
    if (!isItems(items) || !allowsNamespace(wildcard.constraint, name.namespace)) return false;
    for (const item of items) {
      enter(writer, name.local, ++count);
      writeChild(writer, { plan: child, name, value: item }, { plan, value, writeElement });
      leave(writer);
    }
  }
  return count >= min && count <= max;
};

/** Calls for the programs of one schema and one default namespace. */
export const createWriteSupport = (
  plans: Plans,
  { checks, defaultNamespace }: { checks: CheckLimits; defaultNamespace: string },
): WriteSupport => {
  const writerOf = (run: WriteRun): Writer =>
    (run.writer ??= createWriter({ plans, options: run.options, checks, defaultNamespace }));
  /** The writer with nothing written yet, at a depth. */
  const openAt = (run: WriteRun, depth: number): Writer => {
    const writer = writerOf(run);
    while (writer.names.length < depth) enter(writer, '', 0);
    while (writer.names.length > depth) leave(writer);
    writer.text = '';
    return writer;
  };
  return {
    element: (run, plan, { value, depth }) => {
      const writer = openAt(run, depth);
      writeElement(writer, plan, value);
      return writer.findings.length === 0 ? writer.text : undefined;
    },
    wild: (run, part, members) => {
      const writer = openAt(run, members.depth);
      return writeWild(writer, part, members) && writer.findings.length === 0 ? writer.text : undefined;
    },
    text: (run, parts) => {
      const writer = writerOf(run);
      const text = toText(writer, parts);
      return writer.findings.length === 0 ? text : undefined;
    },
    context: (run) => (run.context ??= { resolve: () => undefined, step: createBudget(checks) }),
    elementTag: (run, name) => elementTag(writerOf(run), name),
    attributeTag: (run, name) => attributeTag(writerOf(run), name),
    finish: ({ options, writer }, text, at) => {
      if (writer?.needsNoDefault === true) return false;
      if (writer !== undefined) checkWrittenReferences(writer);
      if (writer !== undefined && writer.findings.length > 0) return undefined;
      if (writer === undefined || writer.prefixes.size === 0) return headOf(options) + text;
      return `${headOf(options)}${text.slice(0, at)}${prefixDeclarations(writer)}${text.slice(at)}`;
    },
  };
};
