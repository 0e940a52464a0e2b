import { toNameKey } from '../../xml/index.js';
import type { IdentityConstraint, IdentityPath, NameTest } from './components.js';

const describeTest = (test: NameTest): string => {
  if (test.kind === 'any') return '*';
  return test.kind === 'namespace' ? `{${test.namespace}}*` : toNameKey(test.name);
};

const describePath = ({ descendant, steps, attribute }: IdentityPath): string => {
  const tests = steps.map(describeTest);
  if (attribute !== undefined) tests.push(`@${describeTest(attribute)}`);
  return `${descendant ? './/' : ''}${tests.length === 0 ? '.' : tests.join('/')}`;
};

/** Alternatives as they are written, by name keys, in an order of their own and each once. */
const describePaths = (paths: readonly IdentityPath[]): string =>
  [...new Set(paths.map(describePath))].sort().join(' | ');

/**
 * What an identity constraint selects and which fields it compares, by name keys: equal texts mean the same. Its kind, its name and
 * what it refers to are not in it.
 */
export const describeIdentityPaths = ({ selector, fields }: IdentityConstraint): string =>
  JSON.stringify([describePaths(selector), ...fields.map(describePaths)]);
