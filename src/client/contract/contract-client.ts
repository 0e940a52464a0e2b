import { given } from '../../base/light.js';
import type { CodecGate, SpaceClient } from '../api.js';
import type { Hit } from '../model.js';
import { createContractGate } from './contract-gate.js';
import type { ContractGate } from './contract-gate.js';
import { findServices, getService } from './find-services.js';
import type { FindOptions } from './find-services.js';
import type { ClientClass, ContractHolder } from './model.js';
import { openContract } from './open-contract.js';
import type { OpenOptions } from './open-contract.js';

/** How a client is opened: on the service that is given, else on the best one that is found. */
export interface OpenClientOptions extends OpenOptions, FindOptions {
  /** Document id, or a hit of a lookup. */
  readonly service?: string | Hit;
}

/** What every generated client is: its methods stand in the class that the generator wrote. */
export abstract class ContractClient {
  /** The gate through which the calls go. */
  readonly gate: ContractGate;

  constructor(gate: CodecGate) {
    this.gate = createContractGate(gate);
  }

  /**
   * A client of a service that keeps the contract: of the one that is given, else of the best one in the space.
   *
   * @throws {StoaError} `DOCUMENT_NOT_FOUND` when there is none, `INTERFACE_MISMATCH` with reasons when the one given does not keep
   *   the contract; what opening a gate throws
   */
  static async open<Client>(
    this: ClientClass<Client>,
    space: SpaceClient,
    { service, name, grade, stale, ...options }: OpenClientOptions = {},
  ): Promise<Client> {
    const { contract } = this;
    const { signal } = options;
    const wanted = {
      ...given('name', name),
      ...given('grade', grade),
      ...given('stale', stale),
      ...given('signal', signal),
    };
    const found = service ?? (await getService(space, contract, wanted));
    return new this(await openContract({ space, contract }, found, options));
  }

  /** Services that keep the contract, the best first. */
  static find(this: ContractHolder, space: SpaceClient, options: FindOptions = {}): AsyncIterable<Hit> {
    return findServices(space, this.contract, options);
  }

  /** Closes the gate. */
  close(): Promise<void> {
    return this.gate.close();
  }
}
