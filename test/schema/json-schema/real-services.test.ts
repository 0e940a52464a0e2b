import t from 'tap';
import { sampleWsdlSchemas } from '../../support/wsdl-schemas.js';
import { compareValues } from './agreement.js';

const FILES = 25;
const MESSAGES = 2;

const schemas = sampleWsdlSchemas(FILES, 3);
const skip = schemas === undefined && 'the descriptions of real services do not lie beside the project';

t.test('ajv and the encoder agree on values of the messages of real services', { skip }, (t) => {
  let both = 0;
  for (const { name, schema } of schemas ?? []) {
    for (const declaration of [...schema.model.elements.values()].slice(0, MESSAGES)) {
      const agreement = compareValues(schema, declaration, { seed: 5, runs: 25 });
      t.same(agreement.wrong.slice(0, 3), [], `${name} ${declaration.name.local}`);
      both += agreement.both;
    }
  }
  t.ok(both > 100);
  t.end();
});
