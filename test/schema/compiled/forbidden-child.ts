import { readSchema } from '../../../src/schema/index.js';
import { parseXml } from '../../../src/xml/index.js';

// Run where code from strings is forbidden: prints what the codecs do and which they are.
const text = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a" type="xs:int"/></xs:schema>';
const schema = readSchema([{ location: '', root: parseXml(text).root }], { compileAfter: 0 });
const { root } = parseXml('<a>7</a>');
const message = schema.decode(root);
console.log(
  JSON.stringify({
    findings: schema.check(root),
    value: message.value,
    text: schema.encode(message),
    refused: schema.check(parseXml('<a>x</a>').root).length,
    tiers: schema.codecs(root.name),
    hasSource: schema.toSource(root.name, 'decode') !== undefined,
  }),
);
