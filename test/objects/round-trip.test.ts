import fc from 'fast-check';
import t from 'tap';
import { readObjects, writeObjects } from '../../src/objects/index.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { libxmlFinding, ourFindings } from './judges.js';
import { Box, CLASSES, randomGraph } from './random-graph.js';
import { findDifference } from './same-graph.js';

const classes = CLASSES;
const through = (value: unknown): unknown => readObjects(writeObjects(value, { classes }), { classes });

t.test('[object:graph] whatever is written is read as it was, with sharing and circles', async (t) => {
  let written = 0;
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const graph = randomGraph(createSeededRandom(seed));
      const text = writeObjects(graph, { classes });
      const read = readObjects(text, { classes });
      written++;
      return (
        findDifference(graph, read) === undefined &&
        writeObjects(read, { classes }) === text &&
        findDifference(graph, readObjects(writeObjects(graph, { classes, indent: '  ' }), { classes })) === undefined
      );
    }),
    { seed: 20261121, numRuns: 800 },
  );
  t.equal(written, 800);
});

/** What the engine's own clone makes of a graph; `undefined` where it fails itself, as with an error in a circle of causes. */
const findClone = (graph: unknown): unknown => {
  try {
    return structuredClone(graph);
  } catch {
    return undefined;
  }
};

t.test('[object:graph] what is written is what structuredClone would have made', async (t) => {
  // A clone has no errors' extra members and no prototypes of null, so that graphs with these are compared without them.
  let compared = 0;
  for (let seed = 0; seed < 600; seed++) {
    const graph = randomGraph(createSeededRandom(seed), { boxes: false });
    const clone = findClone(graph);
    if (clone === undefined || findDifference(graph, clone) !== undefined) continue;
    compared++;
    t.equal(findDifference(clone, through(graph)), undefined, `seed ${seed}`);
  }
  t.ok(compared > 200, `${compared} graphs`);
});

t.test('[object:graph] every document is valid by its schema, by our validator and by libxml2', async (t) => {
  for (let seed = 0; seed < 150; seed++) {
    const text = writeObjects(randomGraph(createSeededRandom(seed)), { classes });
    t.same(ourFindings(text), [], `seed ${seed}`);
    t.equal(libxmlFinding(text), undefined, `seed ${seed}`);
  }
});

t.test('[object:graph] equal graphs have equal texts, whatever is shared', async (t) => {
  for (let seed = 0; seed < 100; seed++)
    t.equal(
      writeObjects(randomGraph(createSeededRandom(seed)), { classes }),
      writeObjects(randomGraph(createSeededRandom(seed)), { classes }),
    );
});

t.test(
  '[object:graph] one object in two places is one object again, and so is what leads back to itself',
  async (t) => {
    const shared = new Date(1);
    const money = new Box(7n);
    const graph: Record<string, unknown> = { a: shared, b: [shared], map: new Map<unknown, unknown>([[money, money]]) };
    graph['self'] = graph;
    const read = through(graph) as { a: Date; b: Date[]; map: Map<Box, Box>; self: unknown };
    t.equal(read.self, read);
    t.equal(read.b[0], read.a);
    const [[key, value] = []] = read.map;
    t.equal(key, value);
    t.ok(key instanceof Box);
    t.notMatch(writeObjects({ a: 1, b: [new Date(1), new Date(1)] }), 'ref');
  },
);

t.test('[object:graph] members keep their order, names that objects inherit, and prototypes of null', async (t) => {
  const bare = Object.assign(Object.create(null) as object, { toString: 1 });
  const graph = { z: 1, a: undefined, 2: 'two', constructor: 'c', hasOwnProperty: null, bare };
  Object.defineProperty(graph, '__proto__', { value: { polluted: true }, enumerable: true });
  const read = through(graph) as typeof graph;
  t.same(Object.keys(read), Object.keys(graph));
  t.equal(Reflect.getPrototypeOf(read), Object.prototype);
  t.equal((read as { polluted?: boolean }).polluted, undefined);
  t.equal(Reflect.getPrototypeOf(read.bare), null);
  t.equal(({} as { polluted?: boolean }).polluted, undefined);
});

t.test('[object:graph] holes of a list stay holes and views stay views', async (t) => {
  const list = [, 1, , , undefined, ,];
  const read = through({ list, view: new Uint16Array([1, 65535]), buffer: Buffer.from('abc') }) as Record<
    string,
    unknown
  >;
  t.same(Object.keys(read['list'] as object), ['1', '4']);
  t.equal((read['list'] as unknown[]).length, list.length);
  t.strictSame(read['view'], new Uint16Array([1, 65535]));
  t.strictSame(read['buffer'], Uint8Array.from([97, 98, 99]));
});

t.test(
  '[object:graph] an error keeps type, message, cause and own members, and tells nothing of where it was thrown',
  async (t) => {
    const error = Object.assign(new AggregateError([new TypeError('inner')], 'outer', { cause: 1n }), { code: 'E_X' });
    const text = writeObjects(error);
    t.notMatch(text, 'round-trip.test');
    const read = readObjects(text) as typeof error;
    t.ok(read instanceof AggregateError);
    t.match(read, { message: 'outer', cause: 1n, code: 'E_X' });
    t.same(Object.keys(read), ['code']);
    t.equal((read.errors[0] as TypeError).message, 'inner');
    t.equal(read.stack, undefined);
  },
);

t.test('[object:graph] a graph of any depth is written and read without an end of the stack', async (t) => {
  let chain: unknown = 'end';
  for (let at = 0; at < 40_000; at++) chain = at % 2 === 0 ? { next: chain } : [chain];
  t.throws(() => writeObjects(chain), { code: 'OBJECTS_LIMIT_EXCEEDED', limit: 'maxDepth' });
  const limits = { maxDepth: Infinity, maxBytes: 16 * 1024 * 1024 };
  const text = writeObjects(chain, { limits });
  t.throws(() => readObjects(text, { limits: { ...limits, maxDepth: 40_000 } }), {
    code: 'OBJECTS_LIMIT_EXCEEDED',
    limit: 'maxDepth',
  });
  t.equal(findDifference(chain, readObjects(text, { limits })), undefined);
});
