import { methodComment } from './print-client.js';
import { signature } from './lines.js';
import type { MethodPlan, ModulePlan } from './plan.js';

const handlerLines = (plan: MethodPlan): string => {
  const { member, request, response = 'void' } = plan;
  const tail = ` => ${response} | Promise<${response}>;`;
  const parameters = [`value: ${request}`, 'context: CallContext'];
  return [...methodComment(plan, '  '), signature(`readonly ${member}: `, parameters, { tail, indent: '  ' })].join(
    '\n',
  );
};

const bound = ({ member, constant }: MethodPlan): string =>
  `    implement(${constant}, (value, context) => handlers.${member}(value, context)),`;

/** The handlers that a service needs, and what makes the service of them. */
export const printServer = ({ handlers, service, constant, methods, contract }: ModulePlan): string =>
  [
    `/** What answers the methods of \`${contract.name}\`: takes the value of a request, gives that of the response. */`,
    `export interface ${handlers} {`,
    methods.map(handlerLines).join('\n'),
    '}',
    '',
    `/** The service with its handlers, for \`serve\`. */`,
    `export const ${service} = (handlers: ${handlers}): ServiceDefinition => ({`,
    `  contract: ${constant},`,
    '  handlers: [',
    ...methods.map(bound),
    '  ],',
    '});',
  ].join('\n');
