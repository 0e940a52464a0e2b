import { equal, throws } from 'node:assert/strict';
import { XMLBuilder } from 'fast-xml-parser';
import type { TypedMessage } from '../../src/schema/index.js';
import { readPrinting } from '../check/check-cases.js';
import type { BenchCase } from '../harness.js';
import { createLoop } from '../harness.js';

const NAME = { namespace: 'urn:example:printing:1', local: 'print' };

/** The 284-byte message as a value; the namespace is the default one, since no prefix is asked for. */
const VALUE = {
  '@priority': 7,
  document: 'letter-21.pdf',
  copies: 2,
  duplex: true,
  media: [{ '@size': 'A4', '@tray': 2 }],
  owner: 'Ms Example, room 3.41',
  notify: 'urn:example:room:3141',
  note: 'Staple',
};

const MESSAGE: TypedMessage = { name: NAME, value: VALUE };

/** Values that break the schema: our encoder has to refuse them, the builder knows no schema. */
const BROKEN = [
  { ...VALUE, copies: 200 },
  { ...VALUE, media: [{ '@size': 'B5' }] },
  { ...VALUE, owner: undefined },
  { ...VALUE, pages: 3 },
];

/** What the builder needs to make the same document: the namespace is an attribute to it. */
const BUILDER_INPUT = { print: { '@xmlns': NAME.namespace, ...VALUE } };

/** Writing one message: our encoder, which checks the values, against fast-xml-parser's builder and the interpreted one. */
export const encodeCases: readonly BenchCase[] = [
  {
    name: 'encode/284B',
    goals: { "fast-xml-parser's builder": 4, interpreted: 2 },
    open: async () => {
      const compiled = readPrinting({ compileAfter: 0 });
      const interpreted = readPrinting({ compileAfter: Infinity });
      const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', suppressEmptyNode: true });
      equal(builder.build(BUILDER_INPUT), compiled.encode(MESSAGE));
      equal(interpreted.encode(MESSAGE), compiled.encode(MESSAGE));
      for (const value of BROKEN) throws(() => compiled.encode({ name: NAME, value }), { code: 'VALUE_INVALID' });
      return {
        contestants: [
          createLoop('stoa, encode with values checked', () => compiled.encode(MESSAGE)),
          createLoop('interpreted', () => interpreted.encode(MESSAGE)),
          createLoop("fast-xml-parser's builder", () => builder.build(BUILDER_INPUT) as string),
        ],
      };
    },
  },
];
