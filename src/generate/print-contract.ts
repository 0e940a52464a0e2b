import { toNameKey } from '../xml/index.js';
import { indented, objectText } from './lines.js';
import type { Literal } from './lines.js';
import type { MethodPlan, ModulePlan } from './plan.js';

/** Name of the constant with the interface's text; `--check` reads it. */
export const INTERFACE_CONSTANT = 'INTERFACE';

const code = (text: string): Literal => ({ code: text });

const methodText = ({ method, constant, request, response, faults }: MethodPlan): string => {
  const text = objectText(
    [
      ['name', method.name],
      ['request', toNameKey(method.request)],
      ['response', method.response && toNameKey(method.response)],
      ['faults', faults.length === 0 ? undefined : faults.map(({ className }) => code(className))],
    ],
    '',
  );
  return `const ${constant}: ContractMethod<${request}, ${response ?? 'void'}> = ${text};`;
};

/** The constant with the events that may come among results. */
const eventsText = ({ events, event }: ModulePlan): readonly string[] => {
  if (events.length === 0) return [];
  const items = events.map(({ name, element }): Literal => ({
    members: [
      ['name', name],
      ['element', element],
    ],
  }));
  return [`const events: readonly ${event}[] = ${objectText([['', items]], '').slice(5, -3)};`];
};

/** The type of the events. */
export const printEventType = ({ events, event }: ModulePlan): readonly string[] => {
  if (events.length === 0) return [];
  const types = events.map(({ name, type }) => `ContractEvent<'${name.replaceAll("'", "\\'")}', ${type}>`);
  const line = `export type ${event} = ${types.join(' | ')};`;
  const text =
    line.length <= 120 ? line : [`export type ${event} =`, ...types.map((type) => `  | ${type}`)].join('\n') + ';';
  return [`/** Events that may come among the results. */\n${text}`];
};

/** A text as a template literal that means it. */
export const toTemplate = (text: string): string =>
  `\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;

/** Constants that describe the contract. */
export const printContract = (plan: ModulePlan): readonly string[] => {
  const { contract, constant, methods } = plan;
  const text = objectText(
    [
      ['name', contract.name],
      ['description', contract.description?.trim()],
      ['fingerprint', contract.fingerprint],
      ['methods', methods.map(({ method }) => method.name)],
      ['components', { members: [...contract.components] }],
      ['xml', code(INTERFACE_CONSTANT)],
    ],
    '',
  );
  return [
    ...methods.map(methodText),
    ...eventsText(plan),
    `/** The interface: what is asked of a space, and what \`stoa generate --check\` compares. */\nconst ${INTERFACE_CONSTANT} = ${toTemplate(indented(contract.xml, ''))};`,
    `/** What this module was generated for. */\nexport const ${constant}: Contract = ${text};`,
  ];
};
