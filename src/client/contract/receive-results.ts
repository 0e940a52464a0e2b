import { StoaError } from '../../base/index.js';
import { readAccepted } from '../../gate/index.js';
import { parseXml } from '../../xml/index.js';
import type { CodecGate, ResultHandle } from '../api.js';
import { acceptResults } from '../gate/accept-results.js';
import type { AcceptResultsOptions } from '../gate/accept-results.js';
import { createCodecInterface, toMethod } from '../gate/codec-interface.js';
import type { ClientClass, Contract } from './model.js';
import { toCodecs } from './open-contract.js';

/** Names of the methods of a generated client that give results as they come. */
export type ResultsName<Client> = {
  [Name in keyof Client]: Client[Name] extends (value: never) => AsyncIterable<unknown> ? Name : never;
}[keyof Client];

/** What such a method gives. */
export type ReceivedResults<Client, Name extends keyof Client> = Client[Name] extends (value: never) => infer Received
  ? Received
  : never;

/** Results that were passed on, and how they are fetched. */
export interface ReceiveResultsOptions extends Omit<AcceptResultsOptions, 'interface'> {
  /** What `share` gave. */
  readonly from: string | Uint8Array;
}

/** Who reads what another one asked for leaves without ending it; who was given the root credential holds it now. */
const accept = (contract: Contract, { from, ...options }: ReceiveResultsOptions): ResultHandle => {
  const codecs = toCodecs(contract);
  const handle = acceptResults(from, {
    ...options,
    interface: { schema: createCodecInterface(codecs).schema, methods: codecs.map(toMethod) },
  });
  return readAccepted(parseXml(from)).root === undefined
    ? {
        ...handle,
        cancel: () => {
          handle.release();
          return Promise.resolve();
        },
      }
    : handle;
};

const refuse = (): Promise<never> =>
  Promise.reject(new StoaError('GATE_CLOSED', 'these are results that were passed on; no gate leads to their service'));

/**
 * Results that somebody else asked for and passed on, typed as the client that is named gives them:
 * `receiveResults(SurveyClient, 'surveyResults', { from: text })`. Nothing is fetched before it is asked for. Leaving a loop early
 * ends the work only where the root credential was passed on.
 *
 * @throws {StoaError} what `acceptResults` throws
 */
export const receiveResults = <Client extends object, Name extends ResultsName<Client>>(
  client: ClientClass<Client>,
  name: Name,
  options: ReceiveResultsOptions,
): ReceivedResults<Client, Name> => {
  const handle = accept(client.contract, options);
  const gate: Partial<CodecGate> = {
    methods: [],
    call: refuse,
    callMessage: refuse,
    callAsync: () => Promise.resolve(handle),
    close: () => Promise.resolve(),
  };
  const made = new client(gate as CodecGate);
  // The method takes its results from the gate, whatever the value: this one has them already.
  const method = made[name] as (value: undefined) => ReceivedResults<Client, Name>;
  return method.call(made, undefined);
};
