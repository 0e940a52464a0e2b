import { deepEqual, equal } from 'node:assert/strict';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { parseXml } from '../../src/xml/index.js';
import type { BenchCase } from '../harness.js';
import { createLoop } from '../harness.js';
import { MESSAGE_284, createOrders } from './fixtures.js';
import { parseWithSaxes } from './saxes-tree.js';

const FAST_XML_OPTIONS = {
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  preserveOrder: true,
};

const parseWithFastXml = (source: string): unknown => {
  const verdict = XMLValidator.validate(source);
  if (verdict !== true) throw new TypeError(verdict.err.msg);
  return new XMLParser(FAST_XML_OPTIONS).parse(source);
};

const createParseCase = (size: string, source: string): BenchCase => ({
  name: `parse/${size}`,
  goals: { 'saxes, same tree': 2.3 },
  open: async () => {
    deepEqual(parseXml(source).root, parseWithSaxes(source));
    return {
      contestants: [
        createLoop('stoa', () => parseXml(source)),
        createLoop('saxes, same tree', () => parseWithSaxes(source)),
        createLoop('fast-xml-parser, validator and parser', () => parseWithFastXml(source)),
      ],
    };
  },
});

equal(MESSAGE_284.length, 284);

/** Parsing to a tree with namespaces resolved, at the sizes of a message, a small and a large document. */
export const parseCases: readonly BenchCase[] = [
  createParseCase('284B', MESSAGE_284),
  createParseCase('1kB', createOrders(1000)),
  createParseCase('10kB', createOrders(10_000)),
];
