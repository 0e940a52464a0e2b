import { fromNameKey } from '../../xml/index.js';
import type { ElementDeclaration, Type } from '../model/components.js';
import { isAnyType } from '../model/derivation.js';
import type { ModuleText } from './module-text.js';
import { listContent } from './reach.js';
import type { Reached } from './reach.js';
import { isBuiltIn } from './simple-expressions.js';

/** What a constant of a module is for. */
export type Component = Type | ElementDeclaration;

/** What names are given out for. */
interface NameParts {
  readonly module: ModuleText;
  readonly roots: readonly ElementDeclaration[];
  readonly reached: Reached;
}

/** Whether a type needs no constant, since the runtime has it. */
const isKnown = (type: Type): boolean => isAnyType(type) || (type.kind === 'simple' && isBuiltIn(type));

/** Name of the first element inside other ones that has a type. */
const placesOf = (types: Iterable<Type>): ReadonlyMap<Type, string> => {
  const places = new Map<Type, string>();
  for (const type of types) {
    if (type.kind === 'simple' || type.content.kind !== 'elements') continue;
    for (const element of listContent(type.content.particle).elements)
      if (!places.has(element.type)) places.set(element.type, element.name.local);
  }
  return places;
};

/** Name of an attribute that has a type. */
const attributePlaces = (types: Iterable<Type>): ReadonlyMap<Type, string> => {
  const places = new Map<Type, string>();
  for (const type of types) {
    if (type.kind === 'simple') continue;
    for (const { declaration } of type.attributes)
      if (!places.has(declaration.type)) places.set(declaration.type, declaration.name.local);
  }
  return places;
};

/** Names of the constants of a module, after the components: `lookupElement`, `entryType`, `hitContent`. */
export const nameComponents = ({ module, roots, reached }: NameParts): ReadonlyMap<Component, string> => {
  const names = new Map<Component, string>();
  const name = (component: Component, wanted: string): void => {
    if (!names.has(component)) names.set(component, module.identifier(wanted));
  };
  const globals = [...new Set([...roots, ...reached.globals])];
  for (const global of globals) name(global, `${global.name.local} element`);
  const types = [...reached.types].filter((type) => !isKnown(type));
  for (const type of types) if (type.name !== undefined) name(type, `${fromNameKey(type.name).local} type`);
  for (const { type, name: own } of globals)
    if (!isKnown(type)) name(type, `${own.local} ${type.kind === 'simple' ? 'value' : 'content'}`);
  const [elements, attributes] = [placesOf(types), attributePlaces(types)];
  for (const type of types) {
    const place = elements.get(type) ?? attributes.get(type) ?? 'item';
    name(type, `${place} ${type.kind === 'simple' ? 'value' : 'content'}`);
  }
  return names;
};
