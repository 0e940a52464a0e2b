import type { ElementDeclaration, Type } from '../model/components.js';
import { listContent } from './reach.js';

/** Whether an element in no namespace can stand inside: the root's namespace cannot be the default one then. */
export const reachesUnqualifiedElement = (root: ElementDeclaration): boolean => {
  const seen = new Set<Type>();
  const open = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.name.namespace === '') return true;
    const { type } = next;
    if (seen.has(type) || type.kind === 'simple' || type.content.kind !== 'elements') continue;
    seen.add(type);
    open.push(...listContent(type.content.particle).elements);
  }
  return false;
};
