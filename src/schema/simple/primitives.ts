import { BASE64_SPACE, HEX_SPACE } from './binary.js';
import { DATE_TIME_SPACES } from './date-time.js';
import { DECIMAL_SPACE } from './decimal.js';
import { DURATION_SPACE } from './duration.js';
import { DOUBLE_SPACE, FLOAT_SPACE } from './floating.js';
import { NOTATION_SPACE, QNAME_SPACE } from './qualified-name.js';
import { ANY_URI_SPACE, BOOLEAN_SPACE, STRING_SPACE } from './simple-spaces.js';
import type { ValueSpace } from './value-space.js';

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
