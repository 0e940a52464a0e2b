import type { ComplexType, Type } from '../model/components.js';
import { isAnyType } from '../model/derivation.js';
import { listContent } from './reach.js';

const typesIn = ({ content }: ComplexType): readonly Type[] =>
  content.kind === 'elements' ? listContent(content.particle).elements.map(({ type }) => type) : [];

/** The complex types among some and inside them, each after those that its content holds where there is no circle. */
export const orderTypes = (types: readonly Type[]): readonly ComplexType[] => {
  const order: ComplexType[] = [];
  const state = new Map<ComplexType, 'open' | 'done'>();
  const stack: ComplexType[] = [];
  const push = (type: Type): void => {
    if (type.kind === 'complex' && !isAnyType(type) && !state.has(type)) stack.push(type);
  };
  const visit = (type: ComplexType): void => {
    const before = state.get(type);
    if (before === undefined) {
      state.set(type, 'open');
      for (const inner of typesIn(type)) push(inner);
      return;
    }
    stack.pop();
    if (before === 'open') order.push(type);
    state.set(type, 'done');
  };
  for (const type of types) {
    push(type);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) visit(top);
  }
  return order;
};
