import { readFile } from 'node:fs/promises';
import type { StaticTexts } from '../http/index.js';
import { SCHEMA_TEXTS } from '../protocol/index.js';

/** Files of the package that are served as they are. */
export const readStaticTexts = async (): Promise<StaticTexts> => ({
  openapi: await readFile(new URL('../../openapi.yaml', import.meta.url), 'utf8'),
  schemas: SCHEMA_TEXTS,
});
