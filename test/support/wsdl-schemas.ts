import { readWsdl } from '../../src/bridge/soap/index.js';
import { readSchema } from '../../src/schema/index.js';
import type { Schema } from '../../src/schema/index.js';
import { createSeededRandom } from './seeded-random.js';
import { findWsdlCorpus } from './wsdl-corpus.js';

/** The schema of one real service. */
export interface WsdlSchema {
  readonly name: string;
  readonly schema: Schema;
}

/** Schemas of a seeded sample of the real services that lie beside the project; `undefined` where they do not. */
export const sampleWsdlSchemas = (files: number, seed: number): readonly WsdlSchema[] | undefined => {
  const corpus = findWsdlCorpus();
  if (corpus === undefined) return undefined;
  const sample = createSeededRandom(seed).shuffle(corpus).slice(0, files);
  return sample.flatMap(({ name, bytes }) => {
    const [service] = readWsdl({ location: name, bytes }).services;
    const parts = service?.advertisement.interface?.schemas;
    return parts === undefined ? [] : [{ name, schema: readSchema(parts) }];
  });
};
