import t from 'tap';
import { writeObjects } from '../../src/objects/index.js';
import type { ObjectLimits } from '../../src/objects/index.js';
import { Box, CLASSES } from './random-graph.js';

class Sub extends Box {}

t.test('[object:graph] what is no data is refused with its path', async (t) => {
  const rows: readonly (readonly [unknown, string])[] = [
    [() => 1, 'value'],
    [{ a: [1, Symbol('s')] }, 'value.a[1]'],
    [{ 'a b': new Map([['k', new Set([1, () => 2])]]) }, 'value["a b"].value(0).value(1)'],
    [new Map([[Symbol.iterator, 1]]), 'value.key(0)'],
    [{ deep: { regexp: /x/u } }, 'value.deep.regexp'],
    [[new Sub(1)], 'value[0]'],
    [new Box({ of: new WeakMap() }), 'value:box.of'],
    [{ [Symbol('name')]: 1 }, 'value'],
    [Object.assign([1], { extra: 1 }), 'value'],
    [{ when: Object.assign(new Date(0), { zone: 'x' }) }, 'value.when'],
    [{ n: new Number(1) }, 'value.n'],
    [{ p: Promise.resolve(1) }, 'value.p'],
    [Object.create({ inherited: 1 }), 'value'],
  ];
  for (const [value, path] of rows)
    t.throws(() => writeObjects(value, { classes: CLASSES }), {
      code: 'VALUE_INVALID',
      findings: [{ rule: 'not-writable', path }],
    });
});

t.test('[object:graph] what throws while it is looked at is refused with its path and its cause', async (t) => {
  const cause = new RangeError('no');
  const fail = (): never => {
    throw cause;
  };
  const getter = {
    a: {
      get b(): unknown {
        return fail();
      },
    },
  };
  t.throws(() => writeObjects(getter), { code: 'VALUE_INVALID', findings: [{ path: 'value.a' }], cause });
  const classes = { box: { ...CLASSES.box, encode: fail } };
  t.throws(() => writeObjects([new Box(1)], { classes }), { code: 'VALUE_INVALID', findings: [{ path: 'value[0]' }] });
});

t.test('[object:graph] a class has one name, of characters that a document can hold', async (t) => {
  t.throws(() => writeObjects(1, { classes: { 'a b': CLASSES.box } }), { code: 'VALUE_INVALID' });
  t.throws(() => writeObjects(1, { classes: { a: CLASSES.box, b: CLASSES.box } }), { code: 'VALUE_INVALID' });
});

t.test('[object:graph] each limit is held while writing', async (t) => {
  const sparse: unknown[] = [];
  sparse.length = 4_294_967_295;
  const rows: readonly (readonly [Partial<ObjectLimits>, unknown])[] = [
    [{ maxBytes: 100 }, 'x'.repeat(101)],
    [{ maxBytes: 100 }, 'ü'.repeat(40)],
    [{ maxBytes: 100 }, new Uint8Array(90)],
    [{ maxBytes: 100 }, new ArrayBuffer(200)],
    [{ maxBytes: 1_000 }, Array.from({ length: 90 }, () => '\u0000')],
    [{ maxValues: 3 }, [1, 2, 3]],
    [{ maxValues: 100_000 }, sparse],
    [{ maxDepth: 2 }, [[[]]]],
    [{ maxNameLength: 3 }, { abcd: 1 }],
    [{ maxBigintDigits: 5 }, 1_000_000n],
  ];
  for (const [limits, value] of rows)
    t.throws(() => writeObjects(value, { limits }), {
      code: 'OBJECTS_LIMIT_EXCEEDED',
      limit: Object.keys(limits)[0],
    });
  t.ok(writeObjects([1, 2], { limits: { maxValues: 3 } }));
  t.ok(writeObjects([[]], { limits: { maxDepth: 2 } }));
});
