import { createClassRegistry } from './classes.js';
import type { ObjectClasses } from './classes.js';
import { completeLimits } from './limits.js';
import type { ObjectLimits } from './limits.js';
import { collect } from './write/collect.js';
import { emit } from './write/emit.js';

/** How objects are written. */
export interface WriteObjectsOptions {
  /** Classes of instances in the graph, by the names that reader and writer have agreed on. Default: none. */
  readonly classes?: ObjectClasses;
  /** Limits that are not to be the {@link DEFAULT_OBJECT_LIMITS}. */
  readonly limits?: Partial<ObjectLimits>;
  /** White space for one level, e.g. two spaces, put between elements; default: none. */
  readonly indent?: string;
}

/**
 * `value` and all that it leads to as one XML element of `schemas/objects.xsd`: `objects` of `urn:stoa:objects:1`. Equal graphs have
 * equal texts; members and entries keep their order.
 *
 * @throws {StoaError} `VALUE_INVALID` for what is no data (functions, symbols, instances of classes that are not registered, members of
 * lists that are no items), with its path; `OBJECTS_LIMIT_EXCEEDED`
 */
export const writeObjects = (value: unknown, options: WriteObjectsOptions = {}): string => {
  const limits = completeLimits(options.limits);
  return emit(collect(value, createClassRegistry(options.classes), limits), limits, options.indent);
};
