import { toDocComment } from '../schema/index.js';
import { fromNameKey } from '../xml/index.js';
import { objectText, signature } from './lines.js';
import { messageMembers } from './print-contract.js';
import type { FaultPlan, MethodPlan, ModulePlan } from './plan.js';

const throwNotes = (faults: readonly FaultPlan[]): string =>
  faults.map(({ className }) => `@throws {${className}}`).join('\n');

const sentences = (...parts: readonly (string | undefined)[]): string | undefined => {
  const said = parts.filter((part) => part !== undefined && part !== '');
  return said.length === 0 ? undefined : said.join('\n\n');
};

/** Doc comment of a method, as the interface describes it. */
export const methodComment = ({ method, faults }: MethodPlan, indent: string): readonly string[] =>
  toDocComment(sentences(method.description?.trim(), throwNotes(faults)), [], indent);

const parametersOf = ({ request, isEmpty }: MethodPlan): readonly string[] => [
  `value: ${request.type}${isEmpty ? ' = {}' : ''}`,
  'options?: CallOptions',
];

const callLines = (plan: MethodPlan): string => {
  const { member, constant, response } = plan;
  const tail = `: Promise<${response?.type ?? 'void'}> {`;
  return [
    ...methodComment(plan, '  '),
    signature(member, parametersOf(plan), { tail, indent: '  ' }),
    `    return this.gate.call(${constant}, value, options);`,
    '  }',
  ].join('\n');
};

const resultsLines = (plan: MethodPlan, { events, event }: ModulePlan): string => {
  const { member, results = '', constant, response } = plan;
  const hasEvents = events.length > 0;
  const tail = `: Results<${response?.type ?? 'void'}${hasEvents ? `, ${event}` : ''}> {`;
  const options = hasEvents ? '{ ...options, events }' : 'options';
  return [
    ...toDocComment(`As \`${member}\`, with progress${hasEvents ? ', events' : ''} and answer as they come.`, [], '  '),
    signature(results, parametersOf(plan), { tail, indent: '  ' }),
    `    return this.gate.results(${constant}, value, ${options});`,
    '  }',
  ].join('\n');
};

const HOLDER = ['  static get contract(): Contract {', '    return CONTRACT;', '  }'];

/** The client's class. */
export const printClient = (plan: ModulePlan): string => {
  const { client, contract, methods } = plan;
  const members = methods.flatMap((method) => [
    callLines(method),
    ...(method.results === undefined ? [] : [resultsLines(method, plan)]),
  ]);
  const about = contract.description?.trim() ?? `A service as \`${contract.name}\` is one.`;
  return [
    ...toDocComment(about, [], ''),
    `export class ${client} extends ContractClient {`,
    [
      ['  /** What this client was built for. */', ...HOLDER].join('\n').replace('CONTRACT', plan.constant),
      ...members,
    ].join('\n\n'),
    '}',
  ].join('\n');
};

/** A class for each fault that the methods declare. */
export const printFaults = ({ faults, contract: { compiled } }: ModulePlan): readonly string[] =>
  faults.map(({ className, message }) => {
    const { element, type } = message;
    const declaration = compiled.schema.model.elements.get(element);
    const documentation = declaration && compiled.schema.model.documentationOf(declaration);
    return [
      ...toDocComment(documentation ?? `The fault \`${fromNameKey(element).local}\`.`, [], ''),
      `export class ${className} extends TypedFault<${type}> {`,
      `  static override readonly message: ContractMessage<${type}> = ${objectText(messageMembers(message), '  ')};`,
      '}',
    ].join('\n');
  });
