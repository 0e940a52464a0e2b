import type { MessageOrder } from '../advertisement/index.js';
import { toStringLiteral } from '../schema/index.js';
import { LINE_WIDTH, inComment, indented, literalText, objectText } from './lines.js';
import type { Literal, Members } from './lines.js';
import type { MessagePlan, MethodPlan, ModulePlan } from './plan.js';

/** Name of the constant with the interface's text; `--check` reads it. */
export const INTERFACE_CONSTANT = 'INTERFACE';

const code = (text: string): Literal => ({ code: text });

/** Members of the object that describes a message. */
export const messageMembers = ({ codec, facts }: MessagePlan): Members => [
  // Made when it is asked for: the constants come further down.
  ['codec', code(`() => ${codec}`)],
  ...facts.map((fact) => [fact, code('true')] as const),
];

const messageLiteral = (message: MessagePlan): Literal => ({ members: messageMembers(message) });

const methodText = ({ method, constant, request, response, faults }: MethodPlan): string => {
  const text = objectText(
    [
      ['name', method.name],
      ['request', messageLiteral(request)],
      ['response', response && messageLiteral(response)],
      ['faults', faults.length === 0 ? undefined : faults.map(({ className }) => code(className))],
      ['idempotent', method.idempotent ? code('true') : undefined],
    ],
    '',
  );
  const types = [request.type, response?.type ?? 'void'];
  const comment = `/** The method \`${inComment(method.name)}\`. */\n`;
  const head = `export const ${constant}: ContractMethod<${types.join(', ')}> = `;
  if (head.length < LINE_WIDTH) return `${comment}${head}${text};`;
  if (head.trimEnd().length <= LINE_WIDTH) return `${comment}${head.trimEnd()}\n${indented(text, '  ')};`;
  return `${comment}export const ${constant}: ContractMethod<\n${types.map((type) => `  ${type}`).join(',\n')}\n> = ${text};`;
};

/** The constant with the events that may come among results. */
const eventsText = ({ events, event }: ModulePlan, isListed: boolean): readonly string[] => {
  if (events.length === 0) return [];
  const constants = events.map(({ name, constant, message }) => {
    const text = objectText(
      [
        ['name', name],
        ['message', messageLiteral(message)],
      ],
      '',
    );
    const type = `ContractEvent<${toStringLiteral(name)}, ${message.type}>`;
    const head = `export const ${constant}: ${type} = `;
    const fits = head.length < LINE_WIDTH;
    return `/** The event \`${inComment(name)}\`. */\n${fits ? head + text : `${head.trimEnd()}\n${indented(text, '  ')}`};`;
  });
  const head = `const events: readonly ${event}[] = `;
  const list = events.map(({ constant }) => code(constant));
  return isListed ? [...constants, `${head}${literalText(list, '', head.length)};`] : constants;
};

/** The type of the events. */
export const printEventType = ({ events, event }: ModulePlan): readonly string[] => {
  if (events.length === 0) return [];
  const types = events.map(({ name, message }) => `ContractEvent<${toStringLiteral(name)}, ${message.type}>`);
  const line = `export type ${event} = ${types.join(' | ')};`;
  const text =
    line.length <= 120 ? line : [`export type ${event} =`, ...types.map((type) => `  | ${type}`)].join('\n') + ';';
  return [`/** Events that may come among the results. */\n${text}`];
};

/** The order of messages: an object for each state. */
const orderLiteral = (order: MessageOrder): Literal =>
  order.map((steps) => ({ members: Object.entries(steps).map(([name, next]) => [name, code(String(next))] as const) }));

/** A text as a template literal that means it. */
export const toTemplate = (text: string): string =>
  `\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;

/** Constants that describe the contract; with a list of its events where something makes use of that. */
export const printContract = (plan: ModulePlan, hasList: boolean): readonly string[] => {
  const { contract, constant, methods } = plan;
  const text = objectText(
    [
      ['name', contract.name],
      ['description', contract.description?.trim()],
      ['fingerprint', contract.fingerprint],
      ['methods', methods.map(({ constant: method }) => code(method))],
      ['order', contract.compiled.order && orderLiteral(contract.compiled.order)],
      ['components', { members: [...contract.components] }],
      ['xml', code(INTERFACE_CONSTANT)],
    ],
    '',
  );
  return [
    ...methods.map(methodText),
    ...eventsText(plan, hasList),
    `/** The interface: what is asked of a space, and what \`stoa generate --check\` compares. */\nconst ${INTERFACE_CONSTANT} = ${toTemplate(indented(contract.xml, ''))};`,
    `/** What this module was generated for. */\nexport const ${constant}: Contract = ${text};`,
  ];
};
