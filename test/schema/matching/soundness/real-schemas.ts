import { readWsdl } from '../../../../src/bridge/soap/index.js';
import { findAttribute, parseXml } from '../../../../src/xml/index.js';
import { readTarGz } from '../../../conformance/untar.js';
import { hasXsdSample, loadGroups } from '../../../conformance/xsd-sample.js';
import { writtenSchemas } from '../../../support/advertised-schemas.js';
import type { SchemaText } from '../../../support/libxml-schemas.js';
import type { SeededRandom } from '../../../support/seeded-random.js';
import { findWsdlCorpus } from '../../../support/wsdl-corpus.js';
import { readSide } from './side.js';

/** Largest set that is taken, in characters: each is compiled hundreds of times. */
const MAX_SIZE = 12_000;

const isUsable = (texts: readonly SchemaText[]): boolean => {
  if (texts.length === 0 || texts.reduce((sum, { text }) => sum + text.length, 0) > MAX_SIZE) return false;
  const side = readSide(texts);
  side?.dispose();
  return side !== undefined && side.schema.model.elements.size > 0;
};

/** Sets of schemas out of the service descriptions beside the project; none where they are not. */
export const loadServiceSchemas = (random: SeededRandom, count: number): readonly (readonly SchemaText[])[] => {
  const found: (readonly SchemaText[])[] = [];
  for (const { name, bytes } of random.shuffle(findWsdlCorpus() ?? [])) {
    if (found.length >= count) break;
    const [service] = readWsdl({ location: name, bytes }).services;
    const texts = service === undefined ? [] : writtenSchemas(service.text);
    if (isUsable(texts)) found.push(texts);
  }
  return found;
};

/** Valid schemas of one document out of the sample of the W3C suite beside the project; none where it is not. */
export const loadSuiteSchemas = (random: SeededRandom, count: number): readonly (readonly SchemaText[])[] => {
  if (!hasXsdSample()) return [];
  const files = readTarGz(new URL('../../../../../shared/xsdtests/files.tar.gz', import.meta.url));
  const found: (readonly SchemaText[])[] = [];
  for (const { schemas } of random.shuffle(loadGroups())) {
    if (found.length >= count) break;
    const [trial] = schemas;
    const [path = ''] = trial?.docs ?? [];
    const bytes = files.get(path);
    if (trial?.expected !== 'valid' || trial.docs.length !== 1 || bytes === undefined) continue;
    const texts = toText(new TextDecoder().decode(bytes));
    if (isUsable(texts)) found.push(texts);
  }
  return found;
};

const toText = (text: string): readonly SchemaText[] => {
  try {
    const { root } = parseXml(text);
    return [{ location: 'suite.xsd', namespace: findAttribute(root, 'targetNamespace') ?? '', text }];
  } catch {
    return [];
  }
};
