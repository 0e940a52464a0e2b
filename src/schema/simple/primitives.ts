import { BASE64_SPACE, HEX_SPACE } from './binary.js';
import { countCharacters } from './characters.js';
import { DATE_TIME_SPACES } from './date-time.js';
import { DECIMAL_SPACE } from './decimal.js';
import { DURATION_SPACE } from './duration.js';
import { DOUBLE_SPACE, FLOAT_SPACE } from './floating.js';
import { NOTATION_SPACE, QNAME_SPACE } from './qualified-name.js';
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

const ANY_URI_SPACE: ValueSpace = { ...STRING_SPACE, primitive: 'anyURI', isLexical: isUriReference };

const BOOLEAN_SPACE: ValueSpace = {
  primitive: 'boolean',
  shape: 'boolean',
  isLexical: (text) => text === 'true' || text === 'false' || text === '1' || text === '0',
  canonical: (text) => (text === 'true' || text === '1' ? 'true' : 'false'),
  toValue: (text) => text === 'true' || text === '1',
};

/** The value spaces of the primitive types (XSD 1.0 part 2, section 3.2). */
export const PRIMITIVE_SPACES: readonly ValueSpace[] = [
  STRING_SPACE,
  BOOLEAN_SPACE,
  DECIMAL_SPACE,
  FLOAT_SPACE,
  DOUBLE_SPACE,
  DURATION_SPACE,
  ...DATE_TIME_SPACES,
  HEX_SPACE,
  BASE64_SPACE,
  ANY_URI_SPACE,
  QNAME_SPACE,
  NOTATION_SPACE,
];
