import { parseSimple } from '../simple/index.js';
import type { QNameContext, SimpleType } from '../simple/index.js';
import { toStringLiteral } from './literals.js';
import { arrayOf, unionOf } from './type-text.js';
import type { TypeText } from './type-text.js';

/** Values of which equal ones are read as one JavaScript value, so that an enumeration is a union of literals. */
const isLiteral = ({ shape, primitive }: SimpleType): boolean =>
  shape === 'qname' ||
  shape === 'boolean' ||
  shape === 'bigint' ||
  (shape === 'number' && primitive === 'decimal') ||
  (shape === 'string' && (primitive === 'string' || primitive === 'anyURI'));

const literal = (type: SimpleType, text: string, qnames: QNameContext | undefined): string | undefined => {
  if (type.shape === 'qname')
    return toStringLiteral(qnames === undefined ? text : type.runtime.canonical(text, qnames));
  const parsed = parseSimple(type, text, qnames);
  if ('problem' in parsed) return undefined;
  const { value } = parsed;
  if (typeof value === 'string') return toStringLiteral(value);
  if (typeof value === 'bigint') return `${String(value)}n`;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
};

/** The union of the values with the given texts; `undefined` where literals cannot say it. */
export const literalsOf = (type: SimpleType, texts: readonly string[], qnames?: QNameContext): TypeText | undefined => {
  if (!isLiteral(type)) return undefined;
  const literals = texts.map((text) => literal(type, text, qnames)).filter((each) => each !== undefined);
  return literals.length === 0 ? undefined : unionOf([literals]);
};

const SHAPES = {
  string: 'string',
  number: 'number',
  bigint: 'bigint',
  boolean: 'boolean',
  bytes: 'Uint8Array',
  qname: 'string',
} as const;

/** The text of a type within that of another: its name, or what it is. */
export type ReferText = (type: SimpleType) => TypeText;

/** The JavaScript type of the values of a simple type, written out. */
export const simpleText = (type: SimpleType, refer: ReferText): TypeText => {
  const { shape, itemType, memberTypes, facets } = type;
  if (shape === 'list') return itemType === undefined ? arrayOf(['unknown']) : arrayOf(refer(itemType));
  if (shape === 'union') return unionOf(memberTypes.map(refer));
  const literals = facets.enumeration === undefined ? undefined : literalsOf(type, facets.enumeration);
  return literals ?? [SHAPES[shape]];
};
