import { methodComment } from './print-client.js';
import { LINE_WIDTH, signature } from './lines.js';
import type { MethodPlan, ModulePlan } from './plan.js';

const handlerLines = (plan: MethodPlan): string => {
  const { member, request } = plan;
  const response = plan.response?.type ?? 'void';
  const tail = ` => ${response} | Promise<${response}>;`;
  const parameters = [`value: ${request.type}`, 'context: CallContext'];
  return [...methodComment(plan, '  '), signature(`readonly ${member}: `, parameters, { tail, indent: '  ' })].join(
    '\n',
  );
};

const bound = ({ member, constant }: MethodPlan): string => {
  const [head, call] = [`implement(${constant}, (value, context) =>`, `handlers.${member}(value, context)`];
  const line = `${head} ${call})`;
  return line.length + 5 <= LINE_WIDTH ? line : `${head}\n      ${call},\n    )`;
};

/** Lines of the list of handlers. */
const handlersText = (methods: readonly MethodPlan[]): string => {
  const list = methods.map(bound);
  const line = `  handlers: [${list.join(', ')}],`;
  if (line.length <= LINE_WIDTH && !line.includes('\n')) return line;
  return ['  handlers: [', ...list.map((each) => `    ${each},`), '  ],'].join('\n');
};

/** The handlers that a service needs, and what makes the service of them. */
export const printServer = ({ handlers, service, constant, methods, contract }: ModulePlan): string =>
  [
    `/** What answers the methods of \`${contract.name}\`: takes the value of a request, gives that of the response. */`,
    `export interface ${handlers} {`,
    methods.map(handlerLines).join('\n'),
    '}',
    '',
    `/** The service with its handlers, for \`serve\`. */`,
    signature(`export const ${service} = `, [`handlers: ${handlers}`], {
      tail: ': ServiceDefinition => ({',
      indent: '',
    }),
    `  contract: ${constant},`,
    handlersText(methods),
    '});',
  ].join('\n');
