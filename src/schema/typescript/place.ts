import type { SimpleType } from '../simple/index.js';
import type { Block, Printer } from './printer.js';
import { simpleText } from './simple-types.js';
import { LINE_WIDTH, aliasLines, memberLine, toInline } from './type-text.js';
import type { TypeText } from './type-text.js';

/** Where a type text stands: the declarations around it, and what something in it is called if it needs a name. */
export interface Place {
  readonly printer: Printer;
  readonly block: Block;
  readonly name: string;
}

/** Longest union that stands within a member. */
const MAX_INLINE = 70;

/** Where a simple type stands: its name, or what it is; what is long gets a name. */
export const simpleTypeText = (type: SimpleType, place: Place): TypeText => {
  const { printer, block, name } = place;
  const named = printer.findSimpleName(type, block);
  if (named !== undefined) return [named];
  const text = simpleText(type, (other) => simpleTypeText(other, { ...place, name: `${name} item` }));
  if (toInline(text).length <= MAX_INLINE) return text;
  return [printer.hoistAlias(name, block, (alias) => aliasLines(alias, text))];
};

/** The type in a member's line: one that makes it too long gets a name. */
export const fitText = (type: TypeText, member: { name: string; optional: boolean }, place: Place): TypeText => {
  const isShort = memberLine({ ...member, type }).length + 'readonly ()[]'.length <= LINE_WIDTH;
  if (isShort || type.length === 1) return type;
  return [place.printer.hoistAlias(place.name, place.block, (alias) => aliasLines(alias, type))];
};
