import { DEFAULT_XML_LIMITS, StoaError } from '../../src/base/index.js';
import type { XmlLimits } from '../../src/base/index.js';
import { parseXml } from '../../src/xml/index.js';

/** What is told about a document that is refused. */
export interface Refusal {
  readonly code: string;
  readonly rule?: string;
  readonly limit?: string;
  /** `line:column`. */
  readonly place?: string;
}

/** How `source` is refused; throws when it is accepted, or when anything but a `StoaError` comes. */
export const refusalOf = (source: string | Uint8Array, limits: Partial<XmlLimits> = {}): Refusal => {
  try {
    parseXml(source, { ...DEFAULT_XML_LIMITS, ...limits });
  } catch (error) {
    if (!(error instanceof StoaError)) throw error;
    const finding = error.findings[0];
    return {
      code: error.code,
      ...(finding === undefined ? {} : { rule: finding.rule, place: `${finding.line}:${finding.column}` }),
      ...(error.limit === undefined ? {} : { limit: error.limit }),
    };
  }
  throw new RangeError(`accepted: ${JSON.stringify(String(source).slice(0, 100))}`);
};
