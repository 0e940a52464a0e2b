import { fromUtf8, isStoaError, toOwnText } from '../../base/index.js';
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

/** Text of a document that may be read from its text; `undefined` for any other. */
const findText = ({ xmlLimits }: KnownContentRules, bytes: Uint8Array): string | undefined => {
  if (!isSmallDocument(bytes) || bytes.length > xmlLimits.maxBytes || bytes[0] === MARK) return undefined;
  try {
    return fromUtf8(bytes);
  } catch (thrown) {
    if (isStoaError(thrown)) return undefined;
    throw thrown;
  }
};

/**
 * Content at once, when it is an advertisement whose interface is known as it is written: the same that reading gives.
 * `undefined` when it has to be read.
 *
 * @throws {StoaError} `QUOTA_EXCEEDED` for `maxDocumentBytes` and `maxNameLength`
 */
export const findContent = (rules: KnownContentRules, { bytes }: RawContent): Content | undefined => {
  const { definition, models, xmlLimits } = rules;
  assertSize(bytes, definition.limits);
  const text = findText(rules, bytes);
  const known = text === undefined ? undefined : models.tails.find(text, xmlLimits);
  if (known === undefined) return undefined;
  const { kind, name, id, guarded = false } = known.advertisement;
  const { components, probed, rootStart, tail } = known;
  assertNameLength(name, definition.limits.maxNameLength);
  return {
    kind,
    plain: false,
    guarded,
    probed,
    name: toOwnText(name),
    id: id && toOwnText(id),
    bytes,
    rootStart,
    rootEnd: bytes.length - known.bytesBehind,
    components,
    tail: tail && { digest: tail.digest, start: bytes.length - tail.length },
    completes: false,
  };
};
