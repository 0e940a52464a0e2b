import type { ContractChange, ContractComparison } from '../../generate/index.js';

const SIGNS = { added: '+', removed: '-' } as const;

const signOf = ({ verdict }: ContractChange): string =>
  verdict === 'added' || verdict === 'removed' ? SIGNS[verdict] : '~';

const changeLines = (change: ContractChange): readonly string[] => {
  const { method, role, element, breaks, message, mismatches } = change;
  const subject = [
    role === 'event' ? 'event' : `method ${method ?? ''}`,
    role === 'method' || role === 'event' ? '' : role,
  ]
    .filter((part) => part !== '')
    .join(', ');
  return [
    `  ${signOf(change)} ${subject}${element === undefined ? '' : ` ${element}`}: ${message}${breaks ? ' (breaks)' : ''}`,
    ...mismatches.map(({ path, message: told, rule }) => `      ${path === '.' ? '' : `${path}: `}${told} (${rule})`),
  ];
};

/** What a person reads of a changed contract. */
export const comparisonLines = (name: string, { changed, breaks, changes }: ContractComparison): readonly string[] => {
  if (!changed) return [`${name}: the contract is as it was`];
  const told = breaks
    ? 'has changed, and this client cannot be used with it any more'
    : 'has changed; this client still works';
  return [`${name}: the contract ${told}`, ...changes.flatMap(changeLines)];
};
