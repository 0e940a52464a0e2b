import { listItems } from './list-runtime.js';
import type { QNameContext, SimpleType } from './model.js';

/** An ID or a reference to one. */
export interface IdText {
  readonly kind: 'ID' | 'IDREF';
  readonly value: string;
}

/** The IDs and references in a valid text as it stands in a document, in their order; those of items and members too. */
export const listIds = (type: SimpleType, text: string, qnames?: QNameContext): readonly IdText[] => {
  const reader = type.runtime.memberFor(type, text, qnames);
  if (reader?.runtime.holdsIds !== true) return [];
  const { itemType, builtIn } = reader;
  if (itemType !== undefined) return listItems(text).flatMap((item) => listIds(itemType, item, qnames));
  return [{ kind: builtIn === 'ID' ? 'ID' : 'IDREF', value: reader.runtime.normalize(text) }];
};
