import { readAdvertisement } from '../../advertisement/index.js';
import type { Interface } from '../../advertisement/index.js';
import { StoaError } from '../../base/index.js';
import { parseXml } from '../../xml/index.js';
import type { Contract } from './model.js';

/** The address of a service that has none yet. */
const NOWHERE = 'http://127.0.0.1/';

/**
 * The interface of a contract.
 *
 * @throws {StoaError} `ADVERTISEMENT_INVALID`, `XML_…` for a text that the generator did not write
 */
export const readContractInterface = ({ xml }: Pick<Contract, 'xml'>): Interface => {
  const around = `<advertisement xmlns="urn:stoa:advertisement:1" kind="service"><name>contract</name>`;
  const { root, source } = parseXml(`${around}<endpoint uri="${NOWHERE}" binding="stoa-http"/>${xml}</advertisement>`);
  const { interface: description } = readAdvertisement(root, source);
  if (description) return description;
  throw new StoaError('NOT_A_SERVICE', 'the contract holds no interface');
};
