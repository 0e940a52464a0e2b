import t from 'tap';
import { toTypeScript } from '../../../src/schema/index.js';
import { sampleWsdlSchemas } from '../../support/wsdl-schemas.js';
import { compileTypeScript, isFormatted } from './compile.js';

const FILES = 25;

const schemas = sampleWsdlSchemas(FILES, 4);
const skip = schemas === undefined && 'the descriptions of real services do not lie beside the project';

t.test('the types of real services compile under the strictest flags, formatted', { skip }, async (t) => {
  const texts = (schemas ?? []).map(({ schema }) => toTypeScript(schema));
  t.same(compileTypeScript(Object.fromEntries(texts.map((text, at) => [`service-${String(at)}.ts`, text]))), []);
  for (const [at, text] of texts.entries()) if (!(await isFormatted(text))) t.fail(schemas?.[at]?.name ?? '');
});
