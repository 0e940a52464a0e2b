import { countCharacters } from './characters.js';
import { isUriReference } from './uri.js';
import type { ValueSpace } from './value-space.js';

const same = (text: string): string => text;

/** `xs:string`: every text is in it. */
export const STRING_SPACE: ValueSpace = {
  primitive: 'string',
  shape: 'string',
  isLexical: () => true,
  canonical: same,
  toValue: same,
  lengthOf: countCharacters,
};

/** `xs:anyURI`. */
export const ANY_URI_SPACE: ValueSpace = { ...STRING_SPACE, primitive: 'anyURI', isLexical: isUriReference };

/** `xs:boolean`. */
export const BOOLEAN_SPACE: ValueSpace = {
  primitive: 'boolean',
  shape: 'boolean',
  isLexical: (text) => text === 'true' || text === 'false' || text === '1' || text === '0',
  canonical: (text) => (text === 'true' || text === '1' ? 'true' : 'false'),
  toValue: (text) => text === 'true' || text === '1',
};
