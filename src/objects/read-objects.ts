import { DEFAULT_XML_LIMITS } from '../base/index.js';
import type { XmlElement } from '../xml/index.js';
import { parseXml } from '../xml/index.js';
import { createClassRegistry } from './classes.js';
import type { ObjectClasses } from './classes.js';
import { completeLimits } from './limits.js';
import type { ObjectLimits } from './limits.js';
import { build } from './read/build.js';
import { scan } from './read/scan.js';

/** How objects are read. */
export interface ReadObjectsOptions {
  /** Classes that instances may be of, by the names that reader and writer have agreed on. Default: none. */
  readonly classes?: ObjectClasses;
  /** Limits that are not to be the {@link DEFAULT_OBJECT_LIMITS}. */
  readonly limits?: Partial<ObjectLimits>;
}

/** An escape is six characters. */
const LONGEST_ESCAPE = 6;

/** Values, and what stands around them: entries, holders of shared values. */
const ELEMENTS_PER_VALUE = 3;

const parse = (source: string | Uint8Array, limits: ObjectLimits): { root: XmlElement; source: string } =>
  parseXml(source, {
    ...DEFAULT_XML_LIMITS,
    maxBytes: limits.maxBytes,
    maxElements: ELEMENTS_PER_VALUE * limits.maxValues + ELEMENTS_PER_VALUE,
    maxAttributeLength: Math.max(DEFAULT_XML_LIMITS.maxAttributeLength, LONGEST_ESCAPE * limits.maxNameLength),
  });

/**
 * The value that a document of objects holds, with the sharing and the circles that it had. Nothing but data comes of a document, and
 * instances of the classes given: no code runs but their `decode`.
 *
 * @throws {StoaError} `OBJECTS_INVALID` with a finding (its `rule`, path and place), `OBJECTS_LIMIT_EXCEEDED`, and what reading XML throws
 */
export const readObjects = (xml: string | Uint8Array | XmlElement, options: ReadObjectsOptions = {}): unknown => {
  const limits = completeLimits(options.limits);
  const isText = typeof xml === 'string' || xml instanceof Uint8Array;
  const { root, source } = isText ? parse(xml, limits) : { root: xml, source: undefined };
  const reading = { classes: createClassRegistry(options.classes), limits, root, source, values: 0 };
  return build(reading, scan(reading));
};
