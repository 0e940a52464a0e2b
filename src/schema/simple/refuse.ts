import { StoaError } from '../../base/index.js';

/** @throws {StoaError} `SCHEMA_INVALID` with one finding under the XSD rule that a facet breaks */
export const refuse = (rule: string, message: string): never => {
  throw new StoaError('SCHEMA_INVALID', message, { findings: [{ rule, message }] });
};
