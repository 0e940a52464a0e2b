import type { ElementPlan, TypePlan } from '../plan/model.js';

/** Whether an element in no namespace can stand inside: the root's namespace cannot be the default one then. */
export const reachesUnqualified = (root: ElementPlan): boolean => {
  const seen = new Set<TypePlan>();
  const open = [root];
  for (let plan = open.pop(); plan !== undefined; plan = open.pop()) {
    if (plan.declaration.name.namespace === '') return true;
    const type = plan.type();
    if (seen.has(type)) continue;
    seen.add(type);
    for (const { element } of type.members.values()) if (element !== undefined) open.push(element);
  }
  return false;
};
