import t from 'tap';
import { compareContracts } from '../../src/generate/index.js';
import { SMALL_SERVICE, sourceOf } from './fixtures.js';
import type { FixtureService } from './fixtures.js';

const built = sourceOf(SMALL_SERVICE).interface;
const changed = (change: (service: FixtureService) => Partial<FixtureService>) =>
  compareContracts(built, sourceOf({ ...SMALL_SERVICE, ...change(SMALL_SERVICE) }).interface);
const inSchema = (from: string, to: string) =>
  changed(({ schema }) => {
    if (!schema.includes(from)) throw new RangeError(from);
    return { schema: schema.replace(from, to) };
  });
const told = ({ changes, breaks }: ReturnType<typeof changed>): unknown => [
  breaks,
  changes.map(({ method, role, verdict, breaks: each }) => [method, role, verdict, each]),
];

t.test('a contract that is as it was has no changes, whatever is declared beside it or said in comments', (t) => {
  t.same(told(changed(() => ({}))), [false, []]);
  t.same(told(inSchema('<xs:element name="x" type="xs:int"/>', '<xs:element name="x" type="xs:date"/>')), [false, []]);
  t.same(told(inSchema('<xs:complexType/>', '<xs:annotation/><xs:complexType/>')), [false, []]);
  t.end();
});

t.test('a service that takes more does not break a client, one that takes less does', (t) => {
  const more = inSchema('name="steps" type="xs:int"/>', 'name="steps" type="xs:long"/>');
  t.same(told(more), [false, [['work', 'request', 'compatible', false]]], 'what is sent is the same text');
  const optional = inSchema(
    '<xs:element name="steps" type="xs:int"/>',
    '<xs:element name="steps" type="xs:int"/><xs:element name="speed" type="xs:int" minOccurs="0"/>',
  );
  t.same(told(optional), [false, [['work', 'request', 'compatible', false]]]);
  const required = inSchema(
    '<xs:element name="steps" type="xs:int"/>',
    '<xs:element name="steps" type="xs:int"/><xs:element name="speed" type="xs:int"/>',
  );
  t.same(told(required), [true, [['work', 'request', 'incompatible', true]]]);
  t.match(required.changes[0], { element: '{urn:t}work', mismatches: [{ path: /speed/, rule: String }] });
  t.end();
});

t.test('a service that answers less does not break a client, one that answers more does', (t) => {
  const pong = 'name="at" type="xs:dateTime" use="required"/>';
  t.same(told(inSchema(pong, `${pong}<xs:attribute name="by" type="xs:string"/>`)), [
    true,
    [['ping', 'response', 'incompatible', true]],
  ]);
  t.same(told(inSchema('name="done" type="xs:integer"', 'name="done" type="xs:positiveInteger"')), [
    false,
    [['work', 'response', 'compatible', false]],
  ]);
  t.same(told(inSchema('name="step" type="xs:int"', 'name="step" type="xs:string"')), [
    true,
    [[undefined, 'event', 'incompatible', true]],
  ]);
  t.end();
});

t.test('methods, faults and events that come and go are told', (t) => {
  const without = (name: string) =>
    changed(({ methods }) => ({ methods: methods.filter((each) => each.name !== name) }));
  t.same(told(without('notify')), [true, [['notify', 'method', 'removed', true]]]);
  const added = changed(({ methods }) => ({ methods: [...methods, { name: 'extra', request: 'unused' }] }));
  t.same(told(added), [false, [['extra', 'method', 'added', false]]]);
  const renamed = changed(({ methods }) => ({
    methods: methods.map((each) => (each.name === 'ping' ? { ...each, request: 'unused' } : each)),
  }));
  t.same(told(renamed), [true, [['ping', 'request', 'removed', true]]]);
  const silent = changed(({ methods }) => ({
    methods: methods.map((each) => (each.name === 'ping' ? { name: 'ping', request: 'ping' } : each)),
  }));
  t.same(told(silent), [true, [['ping', 'response', 'removed', true]]]);
  const faultless = changed(({ methods }) => ({
    methods: methods.map((each) => (each.name === 'work' ? { ...each, faults: ['tired', 'unused'] } : each)),
  }));
  t.same(told(faultless), [
    false,
    [
      ['work', 'fault', 'removed', false],
      ['work', 'fault', 'added', false],
    ],
  ]);
  t.same(told(changed(() => ({ events: ['step', 'done'] }))), [
    false,
    [
      [undefined, 'event', 'removed', false],
      [undefined, 'event', 'added', false],
    ],
  ]);
  t.end();
});

t.test('a method that is idempotent no more breaks a client, which would make its calls twice', (t) => {
  const sure = sourceOf({
    ...SMALL_SERVICE,
    methods: SMALL_SERVICE.methods.map((each) => (each.name === 'ping' ? { ...each, idempotent: true } : each)),
  }).interface;
  t.same(told(compareContracts(sure, built)), [true, [['ping', 'idempotence', 'removed', true]]]);
  t.same(told(compareContracts(built, sure)), [false, [['ping', 'idempotence', 'added', false]]]);
  t.same(told(compareContracts(sure, sure)), [false, []]);
  t.end();
});

t.test('a client of some methods is not told of others', (t) => {
  const some = { ...built, methods: built.methods.filter(({ name }) => name === 'ping') };
  t.same(compareContracts(some, built, { whole: false }).changes, []);
  t.same(compareContracts(some, built).changes.length, 2);
  t.end();
});
