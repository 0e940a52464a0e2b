import { deepEqual, equal, throws } from 'node:assert/strict';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { readSchema } from '../../src/schema/index.js';
import type { ReadSchemaOptions, Schema } from '../../src/schema/index.js';
import { parseXml } from '../../src/xml/index.js';
import type { BenchCase } from '../harness.js';
import { createLoop } from '../harness.js';
import { MESSAGE_284 } from '../parse/fixtures.js';
import { PRINTING_XSD } from './schema.js';

/** Messages that break the schema: both sides have to refuse them. */
const BROKEN = [
  MESSAGE_284.replace('<p:copies>2<', '<p:copies>200<'),
  MESSAGE_284.replace('size="A4"', 'size="B5"'),
  MESSAGE_284.replace('tray="2"', 'trays="2"'),
  MESSAGE_284.replace('<p:duplex>true</p:duplex>', '').replace('<p:note>', '<p:duplex>true</p:duplex><p:note>'),
];

/** The schema of the 284-byte message. */
export const readPrinting = (options: ReadSchemaOptions = {}): Schema => {
  const { root, source } = parseXml(PRINTING_XSD);
  return readSchema([{ location: 'printing.xsd', root, source }], options);
};

const validateWithLibxml = (validator: XsdValidator, text: string): void => {
  const document = XmlDocument.fromString(text);
  try {
    validator.validate(document);
  } finally {
    document.dispose();
  }
};

const twins = {
  open: () => ({ compiled: readPrinting({ compileAfter: 0 }), interpreted: readPrinting({ compileAfter: Infinity }) }),
  goals: { interpreted: 2 },
};

/**
 * Checking one message: our parser and codec against libxml2's parser and validator, as they are after the first uses; and
 * the compiled codec against the interpreted one, on the parsed tree.
 */
export const checkCases: readonly BenchCase[] = [
  {
    name: 'check/284B',
    goals: { 'libxml2-wasm, parse and validate': 3 },
    open: async () => {
      const schema = readPrinting();
      const schemaDocument = XmlDocument.fromString(PRINTING_XSD);
      const validator = XsdValidator.fromDoc(schemaDocument);
      deepEqual(schema.check(parseXml(MESSAGE_284).root), []);
      validateWithLibxml(validator, MESSAGE_284);
      for (const text of BROKEN) {
        equal(schema.check(parseXml(text).root).length > 0, true);
        throws(() => validateWithLibxml(validator, text));
      }
      return {
        contestants: [
          createLoop('stoa, parse, check and decode', () => schema.decode(parseXml(MESSAGE_284).root)),
          createLoop('stoa, parse and check', () => schema.check(parseXml(MESSAGE_284).root)),
          createLoop('stoa, parse', () => parseXml(MESSAGE_284).root),
          createLoop('libxml2-wasm, parse and validate', () => validateWithLibxml(validator, MESSAGE_284)),
        ],
        close: async () => {
          validator.dispose();
          schemaDocument.dispose();
        },
      };
    },
  },
  {
    name: 'check-tree/284B',
    goals: twins.goals,
    open: async () => {
      const { compiled, interpreted } = twins.open();
      const { root } = parseXml(MESSAGE_284);
      deepEqual(compiled.check(root), interpreted.check(root));
      return {
        contestants: [
          createLoop('compiled', () => compiled.check(root)),
          createLoop('interpreted', () => interpreted.check(root)),
        ],
      };
    },
  },
  {
    name: 'decode-tree/284B',
    goals: twins.goals,
    open: async () => {
      const { compiled, interpreted } = twins.open();
      const { root } = parseXml(MESSAGE_284);
      equal(JSON.stringify(compiled.decode(root)), JSON.stringify(interpreted.decode(root)));
      return {
        contestants: [
          createLoop('compiled', () => compiled.decode(root)),
          createLoop('interpreted', () => interpreted.decode(root)),
        ],
      };
    },
  },
];
