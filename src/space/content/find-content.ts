import type { XmlLimits } from '../../base/index.js';
import { isSmallDocument } from '../schemas/index.js';
import type { Content } from './content.js';
import type { ContentRules, RawContent } from './read-content.js';
import type { KeptModels } from './models.js';
import { assertNameLength, assertSize } from './read-content.js';

/** A byte order mark: its documents are read as a whole. */
const MARK = 0xef;

/** What finding content needs to know: nothing is read. */
export interface KnownContentRules extends Omit<ContentRules, 'models'> {
  readonly models: Pick<KeptModels, 'tails'>;
}

/** Whether a document is one that may be found: others are read as a whole. */
const mayBeFound = (bytes: Uint8Array, { maxBytes }: XmlLimits): boolean =>
  isSmallDocument(bytes) && bytes.length <= maxBytes && bytes[0] !== MARK;

/**
 * Content at once, when it is an advertisement whose interface is known as it is written: the same that reading gives.
 * `undefined` when it has to be read.
 *
 * @throws {StoaError} `QUOTA_EXCEEDED` for `maxDocumentBytes` and `maxNameLength`
 */
export const findContent = (rules: KnownContentRules, { bytes }: RawContent): Content | undefined => {
  const { definition, models, xmlLimits } = rules;
  assertSize(bytes, definition.limits);
  const known = mayBeFound(bytes, xmlLimits) ? models.tails.find(bytes, xmlLimits) : undefined;
  if (known === undefined) return undefined;
  const { kind, name, id, guarded = false } = known.advertisement;
  const { components, probed, rootStart, tail } = known;
  assertNameLength(name, definition.limits.maxNameLength);
  return {
    kind,
    plain: false,
    guarded,
    probed,
    name,
    id,
    bytes,
    rootStart,
    rootEnd: bytes.length - known.bytesBehind,
    components,
    tail: tail && { digest: tail.digest, start: bytes.length - tail.length },
    completes: false,
  };
};
