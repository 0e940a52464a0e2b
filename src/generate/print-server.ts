import { methodComment } from './print-client.js';
import { LINE_WIDTH, signature } from './lines.js';
import type { MethodPlan, ModulePlan } from './plan.js';

/** Whether the handler of a method may publish events: a one-way method has no results. */
export const hasEvents = ({ response }: MethodPlan, { events }: ModulePlan): boolean =>
  response !== undefined && events.length > 0;

const handlerLines = (plan: MethodPlan, module: ModulePlan): string => {
  const { member, request } = plan;
  const response = plan.response?.type ?? 'void';
  const tail = ` => ${response} | Promise<${response}>;`;
  const context = hasEvents(plan, module) ? `ContractContext<${module.event}>` : 'CallContext';
  const parameters = [`value: ${request.type}`, `context: ${context}`];
  return [...methodComment(plan, '  '), signature(`readonly ${member}: `, parameters, { tail, indent: '  ' })].join(
    '\n',
  );
};

const bound = (plan: MethodPlan, module: ModulePlan): string => {
  const { member, constant } = plan;
  const call = `handlers.${member}(value, context)`;
  const args = [constant, `(value, context) => ${call}`, ...(hasEvents(plan, module) ? ['events'] : [])];
  const line = `implement(${args.join(', ')})`;
  if (line.length + 5 <= LINE_WIDTH) return line;
  if (args.length === 2) return `implement(${constant}, (value, context) =>\n      ${call},\n    )`;
  return ['implement(', ...args.map((arg) => `      ${arg},`), '    )'].join('\n');
};

/** Lines of the list of handlers. */
const handlersText = (module: ModulePlan): string => {
  const list = module.methods.map((method) => bound(method, module));
  const line = `  handlers: [${list.join(', ')}],`;
  if (line.length <= LINE_WIDTH && !line.includes('\n')) return line;
  return ['  handlers: [', ...list.map((each) => `    ${each},`), '  ],'].join('\n');
};

/** The handlers that a service needs, and what makes the service of them. */
export const printServer = (module: ModulePlan): string => {
  const { handlers, service, constant, methods, contract } = module;
  return [
    `/** What answers the methods of \`${contract.name}\`: takes the value of a request, gives that of the response. */`,
    `export interface ${handlers} {`,
    methods.map((method) => handlerLines(method, module)).join('\n'),
    '}',
    '',
    `/** The service with its handlers, for \`serve\`. */`,
    signature(`export const ${service} = `, [`handlers: ${handlers}`], {
      tail: ': ServiceDefinition => ({',
      indent: '',
    }),
    `  contract: ${constant},`,
    handlersText(module),
    '});',
  ].join('\n');
};
