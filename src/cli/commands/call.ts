import { StoaError } from '../../base/index.js';
import { ServiceFault, connectDevice } from '../../client/index.js';
import type { Gate, ResultWay } from '../../client/index.js';
import type { TypedValue } from '../../schema/index.js';
import { parseXml } from '../../xml/index.js';
import type { Command, CommandContext } from '../command.js';
import { isDeviceUrl } from '../device-url.js';
import { toFieldValue } from '../field-value.js';
import { findDocument, seekDocument } from '../find-document.js';
import { toJsonText } from '../json.js';
import { getPositional } from '../positional.js';
import { printResults } from '../print-results.js';
import { printXml } from '../print-xml.js';

const OPTIONS: Command['options'] = {
  message: { type: 'string', short: 'm', placeholder: 'FILE', help: 'send this XML message as it is' },
  relay: { type: 'boolean', help: 'let the space forward the call' },
  async: { type: 'boolean', help: 'ask for the results in a new space, and print them as they come' },
  results: {
    type: 'string',
    placeholder: 'WAY',
    help: 'the same in another way: message, space, space-event, advertisement, advertisement-space, advertisement-space-event',
  },
  share: { type: 'boolean', help: 'print where the results will be, for whoever is to fetch them by stoa results' },
};

/** Options of the command itself; every other one is a field of the message. */
const OWN = new Set([...Object.keys(OPTIONS), 'space', 'credential', 'json', 'xml', 'help']);

const methodOf = (context: CommandContext, gate: Gate): string => {
  const named = context.positionals[1];
  if (named !== undefined) return named;
  const [only, ...others] = gate.methods;
  if (only !== undefined && others.length === 0) return only;
  throw new StoaError('USAGE', 'expected the method to call', { hint: `it has ${gate.methods.join(', ')}` });
};

/** The typed request that a value with texts at its leaves stands for, as the schema reads them. */
const toRequest = ({ interface: { schema, getMethod } }: Gate, method: string, value: TypedValue): TypedValue => {
  const { root, source } = parseXml(schema.encode({ name: getMethod(method).request, value }, { lexical: true }));
  return schema.decode(root, source).value;
};

const callWithMessage = async (context: CommandContext, gate: Gate, path: string): Promise<number> => {
  const respondAsync = context.values.flag('async');
  const answer = await gate.callMessage(await context.readInput(path), { signal: context.signal, respondAsync });
  if (answer.kind === 'response') context.print(answer.document.source);
  else if (answer.kind === 'accepted') context.note(`accepted; results come in ${answer.accepted.uri}`);
  else context.note('accepted; this method has no answer');
  return 0;
};

const printValue = (
  context: CommandContext,
  gate: Gate,
  { method, value }: { method: string; value: TypedValue },
): void => {
  const response = gate.interface.getMethod(method).response;
  if (value === undefined || response === undefined) context.note('accepted; this method has no answer');
  else if (context.format === 'json') context.print(toJsonText(value));
  else context.print(gate.interface.schema.encode({ name: response, value }, { indent: true }));
};

const WAYS: readonly ResultWay[] = [
  'message',
  'space',
  'space-event',
  'advertisement',
  'advertisement-space',
  'advertisement-space-event',
];

/** In which way results are asked for; `undefined` where only the answer is wanted. */
const findWay = ({ values }: CommandContext): ResultWay | undefined => {
  const named = values.text('results');
  const way = WAYS.find((each) => each === named);
  if (named !== undefined && way === undefined)
    throw new StoaError('USAGE', `there is no way '${named}' for results`, { hint: `it is one of ${WAYS.join(', ')}` });
  return way ?? (values.flag('async') || values.flag('share') ? 'space-event' : undefined);
};

interface ResultsCall {
  readonly method: string;
  readonly value: TypedValue;
  readonly way: ResultWay;
}

const callForResults = async (context: CommandContext, gate: Gate, call: ResultsCall): Promise<number> => {
  const { method, value, way } = call;
  const results = await gate.callAsync(method, value, { signal: context.signal, way });
  if (context.values.flag('share')) {
    context.print(results.share());
    context.note('whoever has this can read the results: stoa results FILE');
    return 0;
  }
  if (results.space === undefined) context.note('the service answers in the message; there is no space of results');
  else context.note(`results come in ${results.space.url}`);
  await printResults(context, results);
  return 0;
};

const callThrough = async (context: CommandContext, gate: Gate): Promise<number> => {
  const message = context.values.text('message');
  if (message !== undefined) return callWithMessage(context, gate, message);
  const method = methodOf(context, gate);
  const fields = Object.entries(context.options).filter(([name]) => !OWN.has(name));
  const value = toRequest(gate, method, await toFieldValue(fields, context.readInput));
  const way = findWay(context);
  if (way !== undefined) return callForResults(context, gate, { method, value, way });
  printValue(context, gate, { method, value: await gate.call(method, value, { signal: context.signal }) });
  return 0;
};

const openGate = async (context: CommandContext, named: string): Promise<Gate> => {
  if (isDeviceUrl(named)) return connectDevice(named);
  const space = context.connect();
  const hit = await findDocument(space, named);
  // A service without an address of its own is called through its space, whether that was asked for or not.
  const carry = context.values.flag('relay') ? { carry: 'relay' as const } : {};
  return space.openGate(hit, { ...carry, signal: context.signal });
};

/** Opens a gate on a service and calls a method. */
export const call: Command = {
  name: 'call',
  summary: 'call a method of a service; its fields are options',
  usage: 'ID-OR-NAME-OR-URL [METHOD] [--FIELD VALUE…]',
  options: OPTIONS,
  openOptions: true,
  // A device without a space is called at its URL.
  speaks: ([named = '']) => !isDeviceUrl(named),
  seeks: seekDocument,
  examples: [
    'stoa call unit-converter convert --value 3 --unit km --to mi',
    'stoa call printer-3f print --document @letter.pdf     (@FILE: the content of a file; a.b: a field within a field)',
    'stoa call site-survey survey --site harbour --samples 5 --async',
    'stoa call http://192.168.1.7:4010/ switch --on true      (a device without a space, which stoa discover lists)',
  ],
  run: async (context) => {
    const gate = await openGate(
      context,
      getPositional(context, 0, 'the id or name of a service, or the URL of a device'),
    );
    try {
      return await callThrough(context, gate);
    } catch (thrown) {
      if (!(thrown instanceof ServiceFault) || thrown.xml === undefined) throw thrown;
      printXml(context, thrown.xml);
      context.note(`stoa: ${thrown.message}`);
      return 1;
    } finally {
      await gate.close();
    }
  },
};
