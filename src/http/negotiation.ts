import { StoaError } from '../base/index.js';

/** The forms in which answers are written: XML is native, JSON has the same shape. */
export type AnswerFormat = 'xml' | 'json';

/** What an `Accept` header may name for each form, the best first; `*` stands for what it leaves open. */
const MEDIA_TYPES: readonly (readonly [string, AnswerFormat])[] = [
  ['application/xml', 'xml'],
  ['text/xml', 'xml'],
  ['application/problem+xml', 'xml'],
  ['application/json', 'json'],
  ['application/problem+json', 'json'],
];

/** Most members of an `Accept` header that are looked at: browsers send about eight. */
const MAX_RANGES = 32;

interface MediaRange {
  readonly range: string;
  readonly quality: number;
}

const parseRange = (text: string): MediaRange => {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const value = quality === undefined ? 1 : Number(quality.slice(2));
  return { range, quality: value >= 0 && value <= 1 ? value : 0 };
};

/** Quality of one media type: the most specific range that covers it decides (RFC 9110 section 12.5.1). */
const qualityOf = (mediaType: string, ranges: readonly MediaRange[]): number => {
  for (const candidate of [mediaType, `${mediaType.split('/')[0] ?? ''}/*`, '*/*']) {
    const found = ranges.find(({ range }) => range === candidate);
    if (found !== undefined) return found.quality;
  }
  return 0;
};

/** Media ranges of an `Accept` header. */
const parseAccept = (accept: string): readonly MediaRange[] => accept.split(',', MAX_RANGES).map(parseRange);

/** The form that `accept` prefers, or `undefined` when it takes neither; XML where it has no preference. */
export const findFormat = (accept: string | undefined): AnswerFormat | undefined => {
  if (accept === undefined || accept === '' || accept === '*/*' || accept === 'application/xml') return 'xml';
  if (accept === 'application/json') return 'json';
  const ranges = parseAccept(accept);
  let best: { readonly format: AnswerFormat; readonly quality: number } | undefined;
  for (const [mediaType, format] of MEDIA_TYPES) {
    const quality = qualityOf(mediaType, ranges);
    if (quality > (best?.quality ?? 0)) best = { format, quality };
  }
  return best?.format;
};

/**
 * The form of an answer.
 *
 * @throws {StoaError} `NOT_ACCEPTABLE` when `accept` takes neither XML nor JSON
 */
export const negotiate = (accept: string | undefined): AnswerFormat => {
  const format = findFormat(accept);
  if (format !== undefined) return format;
  throw new StoaError('NOT_ACCEPTABLE', 'expected Accept to allow application/xml or application/json');
};

/** Whether a client that sends `accept` would rather have `mediaType` than XML or JSON. */
export const prefers = (accept: string | undefined, mediaType: string): boolean => {
  if (accept === undefined) return false;
  const ranges = parseAccept(accept);
  if (!ranges.some(({ range }) => range === mediaType)) return false;
  const others = Math.max(...MEDIA_TYPES.map(([other]) => qualityOf(other, ranges)));
  return qualityOf(mediaType, ranges) > others;
};

/**
 * Asserts that XML alone, which is all there is of a stored document, is acceptable.
 *
 * @throws {StoaError} `NOT_ACCEPTABLE`
 */
export const assertAcceptsXml = (accept: string | undefined): void => {
  if (accept === undefined || accept === '*/*') return;
  const ranges = parseAccept(accept);
  if (qualityOf('application/xml', ranges) > 0 || qualityOf('text/xml', ranges) > 0) return;
  throw new StoaError(
    'NOT_ACCEPTABLE',
    'expected Accept to allow application/xml: a document is served as it was published',
  );
};
