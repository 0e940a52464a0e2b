import { createContract } from './contract.js';
import { importText, inComment } from './lines.js';
import type { GenerateOptions, GenerateSource, Generated } from './model.js';
import { planModule } from './plan.js';
import type { ModulePlan } from './plan.js';
import { printClient, printFaults } from './print-client.js';
import { printContract, printEventType } from './print-contract.js';
import { hasEvents, printServer } from './print-server.js';

/** Where generated modules import from: a later version stands beside it, so that what was generated once keeps working. */
const FROM = { client: 'stoa/client/v1', runtime: 'stoa/runtime/v1' } as const;

const headerText = ({ name }: GenerateSource, { command, version }: GenerateOptions): string =>
  [
    '/**',
    ` * Typed client of \`${inComment(name)}\`. Made by stoa ${version}; do not change it, make it again:`,
    ' *',
    ` *     ${inComment(command)}`,
    ' *',
    ' * The same with `--check` says whether the service still keeps this contract.',
    ' */',
  ].join('\n');

/** What the context of handlers is called: it depends on whether they can publish events. */
const contextTypes = (plan: ModulePlan): readonly string[] =>
  plan.methods.map((method) => (hasEvents(method, plan) ? 'ContractContext' : 'CallContext'));

const importTexts = (
  plan: ModulePlan,
  { server, client }: Required<Pick<GenerateOptions, 'server' | 'client'>>,
  from: string,
): string => {
  const { methods, faults, events, codecs } = plan;
  const values = [
    ...(client ? ['ContractClient'] : []),
    ...(faults.length > 0 ? ['TypedFault'] : []),
    ...(server ? ['implement'] : []),
  ];
  const hasResults = methods.some(({ results }) => results !== undefined);
  const types = [
    ...['Contract', 'ContractMethod'],
    ...(client ? ['CallOptions'] : []),
    ...(faults.length > 0 ? ['ContractMessage'] : []),
    ...(client && hasResults ? ['Results'] : []),
    ...(events.length > 0 ? ['ContractEvent'] : []),
    ...(server ? [...contextTypes(plan), 'ServiceDefinition'] : []),
  ];
  const imports = [importText(values, from), importText(types, from, 'import type'), codecs.importText];
  return imports.filter((text) => text !== '').join('\n');
};

/** Name of a file for what is called so. */
const toFileName = (name: string): string => {
  const words = name.split(/[^\p{L}\p{Nd}]+/u).filter((word) => word !== '');
  return `${
    words
      .join('-')
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1-$2')
      .toLowerCase() || 'service'
  }.ts`;
};

/**
 * A TypeScript module for a service: types, a client class, on demand what a server is made of. The text depends on what is given
 * and on nothing else.
 *
 * @throws {StoaError} `METHOD_UNKNOWN`, and what compiling the interface and printing its types throw
 */
export const generate = (source: GenerateSource, options: GenerateOptions): Generated => {
  const { server = false, client = true, from = FROM, wildcards = 'check' } = options;
  const contract = createContract(source, options);
  const plan = planModule(contract, { from, wildcards });
  const parts = [
    headerText(source, options),
    importTexts(plan, { server, client }, from.client),
    plan.types.trimEnd(),
    ...printEventType(plan),
    ...printFaults(plan),
    ...(client ? [printClient(plan)] : []),
    ...(server ? [printServer(plan)] : []),
    ...printContract(plan, client || server),
    plan.codecs.body.trimEnd(),
  ];
  return {
    text: `${parts.filter((part) => part !== '').join('\n\n')}\n`,
    fileName: toFileName(source.name),
    fingerprint: contract.fingerprint,
  };
};
