import { createEncoder } from '../codec/encode.js';
import type { CodecTiers, Schema } from '../facade.js';
import { createInstanceReader } from '../instance/check.js';
import type { ElementPlan, Plans } from '../plan/model.js';
import { equalNames } from '../../xml/index.js';
import type { XmlName } from '../../xml/index.js';
import { generateReader } from './generate-reader.js';
import type { CompiledReader } from './generate-reader.js';
import type { Program } from './program.js';
import { createSlot } from './slot.js';
import type { Slot } from './slot.js';

/** What codecs that compile themselves are made with. */
export interface TieredOptions {
  readonly plans: Plans;
  readonly maxFindings: number;
  /** Uses of one direction of one root after which it is compiled. */
  readonly compileAfter: number;
  /** Longest program of one direction of one root. */
  readonly maxCodeLength: number;
}

/** The codecs of a schema. */
export type TieredCodecs = Pick<Schema, 'check' | 'decode' | 'encode' | 'codecs' | 'toSource'>;

/** Steps of making one program: a millisecond or a few. */
const MAX_STEPS = 20_000;

interface Root {
  readonly name: XmlName;
  readonly check: Slot<CompiledReader>;
  readonly decode: Slot<CompiledReader>;
}

const createRoot = (plan: ElementPlan, options: TieredOptions): Root => {
  const { plans, maxFindings, compileAfter, maxCodeLength } = options;
  const limits = { maxLength: maxCodeLength, maxSteps: MAX_STEPS };
  const reader = (build: boolean) => (): Program | undefined =>
    generateReader(plan, { plans, maxFindings, build, limits });
  return {
    name: plan.declaration.name,
    check: createSlot(reader(false), compileAfter),
    decode: createSlot(reader(true), compileAfter),
  };
};

/**
 * Codecs that begin interpreted and compile themselves, each direction of each root element when it was used often enough.
 * A compiled one answers for what is valid and regular; else it gives up, and the interpreted one takes the same input.
 */
export const createTieredCodecs = (options: TieredOptions): TieredCodecs => {
  const { plans, maxFindings } = options;
  const interpreted = createInstanceReader(plans, maxFindings);
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
  return {
    check: (element, source) => {
      const run = findRoot(element.name)?.check.next();
      return run?.(element, source) === true ? [] : interpreted.check(element, source);
    },
    decode: (element, source) => {
      const value = findRoot(element.name)?.decode.next()?.(element, source);
      return value === undefined ? interpreted.decode(element, source) : { name: element.name, value };
    },
    encode: createEncoder(plans, maxFindings),
    codecs: (name): CodecTiers | undefined => {
      const root = findRoot(name);
      return root && { check: root.check.tier(), decode: root.decode.tier(), encode: 'interpreted' };
    },
    toSource: (name, direction) => {
      const root = findRoot(name);
      return direction === 'encode' ? undefined : root?.[direction].source();
    },
  };
};
