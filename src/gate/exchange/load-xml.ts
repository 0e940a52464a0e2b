import { loadPart } from '../../base/light.js';
import type { XmlLimits } from '../../base/index.js';
import type { XmlDocument } from '../../xml/index.js';
import { parseUsualXml } from '../../xml/light.js';

/**
 * Parses a document as `parseXml` does, with the same outcome. What is of the usual form is read by little code; for all else the parser of
 * everything is loaded.
 *
 * @throws {StoaError} what `parseXml` throws
 */
export const loadXml = async (source: string | Uint8Array, limits?: XmlLimits): Promise<XmlDocument> => {
  const usual = limits === undefined ? parseUsualXml(source) : undefined;
  if (usual !== undefined) return usual;
  const { parseXml } = await loadPart(import('./whole-xml.js'));
  return parseXml(source, limits);
};
