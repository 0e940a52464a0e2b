import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { compileInterface, isAdvertisement, readAdvertisement } from '../../src/advertisement/index.js';
import { parseXml } from '../../src/xml/index.js';
import { writtenSchemas } from '../support/advertised-schemas.js';
import { findLibxmlProblem } from '../support/libxml-schemas.js';

const root = new URL('../../', import.meta.url);

const listXml = (folder: string): URL[] =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.xml'))
    .map((file) => new URL(folder + file, root));

for (const file of [...listXml('examples/'), ...listXml('spaces/')]) {
  const { root: element, source } = parseXml(readFileSync(file));
  if (!isAdvertisement(element)) continue;
  t.test(
    `${file.pathname.split('/').slice(-2).join('/')} is a valid advertisement, its schema valid by libxml2 too`,
    async (t) => {
      const { interface: face, name } = readAdvertisement(element, source);
      t.not(name, '');
      if (!face) return;
      t.ok(compileInterface(face).components().length > 0);
      t.equal(findLibxmlProblem(writtenSchemas(source)), undefined);
    },
  );
}
