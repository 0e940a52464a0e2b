import { fromNameKey } from '../../xml/index.js';
import { XSD_NAMESPACE } from '../facade.js';
import type { ValueConstraint } from '../model/components.js';
import { findEcmaPattern } from '../pattern/index.js';
import type { Pattern } from '../pattern/index.js';
import { BUILT_IN_TYPES } from '../simple/index.js';
import type { Facets, SimpleType } from '../simple/model.js';
import { atom, call, list, literal, number, object } from './printer.js';
import type { Expression } from './printer.js';
import type { ModuleText } from './module-text.js';

const FACETS = [
  ...(['length', 'minLength', 'maxLength', 'totalDigits', 'fractionDigits'] as const),
  ...(['minInclusive', 'minExclusive', 'maxInclusive', 'maxExclusive'] as const),
];

/** Whether names in texts of the type need the prefixes in force. */
export const holdsNames = (type: SimpleType): boolean =>
  type.shape === 'qname' ||
  (type.itemType !== undefined && holdsNames(type.itemType)) ||
  type.memberTypes.some(holdsNames);

const patternExpression = (module: ModuleText, { source }: Pattern): Expression => {
  const ecma = findEcmaPattern([source]);
  return ecma === undefined
    ? call(module.use('expression'), literal(source))
    : call(module.use('pattern'), literal(source), literal(ecma));
};

const facetExpression = (value: string | number | undefined): Expression | undefined => {
  if (value === undefined) return undefined;
  return typeof value === 'number' ? number(value) : literal(value);
};

const restriction = (module: ModuleText, type: SimpleType, base: Partial<Facets>): Expression => {
  const { facets, name, runtime } = type;
  const { enumeration, patterns, whiteSpace } = facets;
  const properties: Record<string, Expression | undefined> = {
    name: name === undefined ? undefined : module.name(fromNameKey(name)),
    whiteSpace: whiteSpace === base.whiteSpace ? undefined : literal(whiteSpace),
  };
  for (const facet of FACETS) if (facets[facet] !== base[facet]) properties[facet] = facetExpression(facets[facet]);
  const needsKeys = enumeration !== undefined && type.shape !== 'qname' && holdsNames(type);
  return object({
    ...properties,
    values: enumeration && list(enumeration.map(literal)),
    keys: needsKeys ? list([...(runtime.enumerated ?? [])].map(literal)) : undefined,
    patterns:
      patterns.length === 0
        ? undefined
        : list(patterns.map((group) => list(group.map((each) => patternExpression(module, each))))),
  });
};

const builtInOf = (type: SimpleType): SimpleType | undefined => BUILT_IN_TYPES.get(type.builtIn);

const LIST_FACETS: Partial<Facets> = { whiteSpace: 'collapse' };
const UNION_FACETS: Partial<Facets> = { whiteSpace: 'preserve' };

/** Expression of a simple type; parts of it that have constants are named. */
export const simpleExpression = (
  module: ModuleText,
  type: SimpleType,
  refer: (part: SimpleType) => Expression,
): Expression => {
  if (type.itemType !== undefined) {
    const facets = restriction(module, type, LIST_FACETS);
    return call(module.use('list'), refer(type.itemType), facets);
  }
  if (type.variety === 'union')
    return call(module.use('union'), list(type.memberTypes.map(refer)), restriction(module, type, UNION_FACETS));
  const base = builtInOf(type);
  return call(module.use('restrict'), atom(module.use(type.builtIn)), restriction(module, type, base?.facets ?? {}));
};

/** Whether a type is one that XML Schema has built in. */
export const isBuiltIn = ({ name }: SimpleType): boolean => name?.startsWith(`{${XSD_NAMESPACE}}`) === true;

/** Properties of a default or fixed value of a type. */
export const constraintProperties = (
  constraint: ValueConstraint | undefined,
  type: SimpleType | undefined,
): Readonly<Record<string, Expression | undefined>> => {
  if (constraint === undefined) return {};
  const { kind, text, resolve } = constraint;
  const prefixes: Record<string, Expression> = {};
  for (const word of type !== undefined && holdsNames(type) ? text.trim().split(/[\t\n\r ]+/) : []) {
    const colon = word.indexOf(':');
    const prefix = colon < 0 ? '' : word.slice(0, colon);
    const namespace = resolve(prefix);
    if (namespace !== undefined) prefixes[prefix] = literal(namespace);
  }
  return { [kind]: literal(text), prefixes: Object.keys(prefixes).length === 0 ? undefined : object(prefixes) };
};
