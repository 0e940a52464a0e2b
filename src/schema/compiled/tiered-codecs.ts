import { isStoaError } from '../../base/index.js';
import { assertReadable } from '../codec/check-written.js';
import { createEncoder } from '../codec/encode.js';
import { reachesUnqualified } from '../codec/reach.js';
import type { CodecTiers, EncodeOptions, Schema } from '../facade.js';
import type { CheckLimits } from '../instance/budget.js';
import { createInstanceReader } from '../instance/check.js';
import type { ElementPlan, Plans } from '../plan/model.js';
import { equalNames } from '../../xml/index.js';
import type { XmlName } from '../../xml/index.js';
import { generateReader } from './generate-reader.js';
import type { CompiledReader } from './generate-reader.js';
import { generateWriter } from './generate-writer.js';
import type { CompiledWriter } from './generate-writer.js';
import type { Program } from './program.js';
import { createSlot } from './slot.js';
import type { Slot } from './slot.js';
import type { TypedValue } from '../values.js';

/** What codecs that compile themselves are made with. */
export interface TieredOptions {
  readonly plans: Plans;
  readonly checks: CheckLimits;
  /** Uses of one direction of one root after which it is compiled. */
  readonly compileAfter: number;
  /** Longest program of one direction of one root. */
  readonly maxCodeLength: number;
  /** Whether some element declaration has identity constraints. */
  readonly hasIdentity: boolean;
}

/** The codecs of a schema. */
export type TieredCodecs = Pick<Schema, 'check' | 'decode' | 'encode' | 'codecs' | 'toSource'>;

/** Steps of making one program: a millisecond or a few. */
const MAX_STEPS = 10_000;

interface Root {
  readonly name: XmlName;
  readonly check: Slot<CompiledReader>;
  readonly decode: Slot<CompiledReader>;
  readonly encode: Slot<CompiledWriter>;
  /** Writes what cannot stand where a default namespace is in force. */
  readonly encodePrefixed: Slot<CompiledWriter>;
}

const createRoot = (plan: ElementPlan, options: TieredOptions): Root => {
  const { plans, checks, compileAfter, maxCodeLength } = options;
  const limits = { maxLength: maxCodeLength, maxSteps: MAX_STEPS };
  const { name } = plan.declaration;
  const reader = (build: boolean) => (): Program | undefined => generateReader(plan, { plans, checks, build, limits });
  const writer = (defaultNamespace: string): Program | undefined =>
    generateWriter(plan, { plans, checks, limits, defaultNamespace });
  return {
    name,
    check: createSlot(reader(false), compileAfter),
    decode: createSlot(reader(true), compileAfter),
    encode: createSlot(() => writer(reachesUnqualified(plan) ? '' : name.namespace), compileAfter),
    encodePrefixed: createSlot(() => writer(''), compileAfter),
  };
};

/** The message as programs write it, or `undefined`. */
const write = (root: Root, value: TypedValue, options: EncodeOptions): string | undefined => {
  if (options.indent === true || options.lexical === true) return undefined;
  const run = root.encode.next();
  if (run === undefined) return undefined;
  try {
    const text = run(value, options);
    return (text === false ? root.encodePrefixed.next()?.(value, options) : text) || undefined;
  } catch (thrown) {
    // The interpreted twin tells where the text is that XML cannot hold.
    if (!isStoaError(thrown, 'VALUE_INVALID')) throw thrown;
    return undefined;
  }
};

/**
 * Codecs that begin interpreted and compile themselves, each direction of each root element when it was used often enough.
 * A compiled one answers for what is valid and regular; else it gives up, and the interpreted one takes the same input.
 */
export const createTieredCodecs = (options: TieredOptions): TieredCodecs => {
  const { plans, checks, hasIdentity } = options;
  const interpreted = createInstanceReader(plans, checks);
  const encode = createEncoder(plans, checks);
  const roots = new Map<string, readonly Root[]>();
  const addRoot = (name: XmlName, known: readonly Root[]): Root | undefined => {
    const plan = plans.findElement(name);
    if (plan === undefined) return undefined;
    const root = createRoot(plan, options);
    roots.set(name.local, [...known, root]);
    return root;
  };
  const findRoot = (name: XmlName): Root | undefined => {
    const known = roots.get(name.local) ?? [];
    return known.find((root) => equalNames(root.name, name)) ?? addRoot(name, known);
  };
  const check: Schema['check'] = (element, source) => {
    const run = findRoot(element.name)?.check.next();
    return run?.(element, source) === true ? [] : interpreted.check(element, source);
  };
  return {
    check,
    decode: (element, source) => {
      const value = findRoot(element.name)?.decode.next()?.(element, source);
      return value === undefined ? interpreted.decode(element, source) : { name: element.name, value };
    },
    encode: (message, given = {}) => {
      const root = findRoot(message.name);
      const text = (root && write(root, message.value, given)) ?? encode(message, given);
      return hasIdentity ? assertReadable(text, check) : text;
    },
    codecs: (name): CodecTiers | undefined => {
      const root = findRoot(name);
      return root && { check: root.check.tier(), decode: root.decode.tier(), encode: root.encode.tier() };
    },
    toSource: (name, direction) => findRoot(name)?.[direction].source(),
  };
};
