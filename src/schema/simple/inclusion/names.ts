import { XSD_NAMESPACE } from '../../facade.js';
import type { SimpleType } from '../model.js';

const PREFIX = `{${XSD_NAMESPACE}}`;

/** Whether a type is one of those that XML Schema itself names. */
export const isBuiltIn = ({ name }: SimpleType): boolean => name?.startsWith(PREFIX) === true;

/** How a simple type is called: `xs:int`, the name of a type of a schema, or what an anonymous one comes from. */
export const nameSimple = (type: SimpleType): string => {
  const { name, variety, builtIn, itemType } = type;
  if (name !== undefined)
    return isBuiltIn(type) ? `xs:${name.slice(PREFIX.length)}` : name.slice(name.indexOf('}') + 1);
  if (variety === 'list' && itemType !== undefined) return `a list of ${nameSimple(itemType)}`;
  return variety === 'union' ? 'a union' : `a restriction of xs:${builtIn}`;
};

/** The built-in type that a type is or comes from, as something that another type can be changed to. */
export const nameBuiltIn = (type: SimpleType): string =>
  type.variety === 'atomic' && !isBuiltIn(type) ? `xs:${type.builtIn}` : nameSimple(type);
