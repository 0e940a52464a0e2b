import t from 'tap';
import { isStoaError } from '../../src/base/index.js';
import type { StoaError } from '../../src/base/index.js';
import { readObjects, writeObjects } from '../../src/objects/index.js';
import type { ReadObjectsOptions } from '../../src/objects/index.js';
import { createSeededRandom } from '../support/seeded-random.js';
import type { SeededRandom } from '../support/seeded-random.js';
import { ourFindings } from './judges.js';
import { CLASSES, randomGraph } from './random-graph.js';

const classes = CLASSES;
const objects = (root: string, shared = ''): string =>
  `<objects xmlns="urn:stoa:objects:1"><root>${root}</root>${shared}</objects>`;
const holder = (id: number, value: string): string => `<shared id="${id}">${value}</shared>`;
const ref = (to: number): string => `<ref to="${to}"/>`;

const refusalOf = (xml: string, options: ReadObjectsOptions = { classes }): StoaError => {
  try {
    readObjects(xml, options);
  } catch (thrown) {
    if (isStoaError(thrown)) return thrown;
    throw thrown;
  }
  throw new RangeError(`accepted: ${xml.slice(0, 200)}`);
};

const ROWS: readonly (readonly [rule: string, xml: string, path?: string])[] = [
  ['structure', '<objects/>', '/objects'],
  ['structure', '<objects xmlns="urn:stoa:objects:2"><root><null/></root></objects>'],
  ['structure', '<root xmlns="urn:stoa:objects:1"><null/></root>'],
  ['structure', objects(''), '/objects/root[1]'],
  ['structure', objects('<null/><null/>')],
  ['structure', objects('text')],
  ['structure', objects('<list>text<null/></list>'), '/objects/root[1]/list[1]'],
  ['structure', objects('<number><number>1</number></number>')],
  ['structure', objects('<null>x</null>')],
  ['structure', objects('<string>a<null/>b</string>')],
  ['structure', objects('<function/>')],
  ['structure', objects('<hole/>')],
  ['structure', objects('<set><hole/></set>')],
  ['structure', objects('<map><null/></map>')],
  ['structure', objects('<map><entry><null/></entry></map>')],
  ['structure', objects('<map><entry><null/><null/><null/></entry></map>')],
  ['structure', objects('<instance class="box"/>')],
  ['structure', objects('<list><x xmlns="urn:x"/></list>')],
  ['structure', objects('<null/>', '<null/>')],
  ['attribute', objects('<null x="1"/>')],
  ['attribute', objects('<null name="x"/>')],
  ['attribute', objects('<object><null/></object>'), '/objects/root[1]/object[1]/null[1]'],
  ['attribute', objects('<list xmlns:y="urn:y" y:name="x"/>')],
  ['attribute', objects('<object prototype="Array"/>')],
  ['attribute', objects('<error type="Object"/>')],
  ['attribute', objects('<error/>')],
  ['attribute', objects('<instance><null/></instance>')],
  ['attribute', objects('<ref/>')],
  ['attribute', objects('<ref to="0"/>')],
  ['attribute', objects('<ref to="1e3"/>')],
  ['attribute', objects('<list><hole count="-1"/></list>')],
  ['text', objects('<number> 1</number>')],
  ['text', objects('<number>1e999</number>')],
  ['text', objects('<number>0x10</number>')],
  ['text', objects('<number/>')],
  ['text', objects('<bigint>01</bigint>')],
  ['text', objects('<boolean>1</boolean>')],
  ['text', objects('<date>2026-02-30T00:00:00.000Z</date>')],
  ['text', objects('<date>2026-11-21</date>')],
  ['text', objects('<string>\\x</string>')],
  ['text', objects('<bytes>AAA</bytes>')],
  ['text', objects('<bytes view="Float64Array">AAAA</bytes>')],
  ['text', objects('<bytes view="Function"/>')],
  ['text', objects('<bytes view="__proto__"/>')],
  ['name', objects('<object><null name="\\q"/></object>')],
  ['name', objects('<object><null name="a"/><null name="a"/></object>'), '/objects/root[1]/object[1]/null[2]'],
  ['name', objects('<object><null name="__proto__"/><null name="__proto__"/></object>')],
  ['name', objects('<error type="Error"><string name="stack">at</string></error>')],
  ['entry', objects('<map><entry><number>0</number><null/></entry><entry><number>-0</number><null/></entry></map>')],
  ['entry', objects('<set><string>a</string><string>a</string></set>')],
  ['reference', objects(ref(1))],
  ['reference', objects(`<list>${ref(1)}${ref(2)}</list>`, holder(1, '<list/>')), '/objects/root[1]/list[1]/ref[2]'],
  ['reference', objects(ref(1), holder(1, ref(1)))],
  ['reference', objects(ref(1), holder(1, '<string>a</string>'))],
  ['reference', objects(ref(1), holder(1, '<undefined/>'))],
  ['id', objects(ref(1), holder(1, '<list/>') + holder(1, '<list/>')), '/objects/shared[2]'],
  ['unreferenced', objects('<null/>', holder(1, '<list/>'))],
  ['unreferenced', objects('<null/>', holder(1, `<list>${ref(1)}</list>`))],
  ['class-unknown', objects('<instance class="bomb"><null/></instance>')],
  ['class-unknown', objects('<instance class="__proto__"><null/></instance>')],
  ['class-unknown', objects('<instance class="constructor"><null/></instance>')],
  ['class-circle', objects(ref(1), holder(1, `<instance class="box">${ref(1)}</instance>`))],
  ['class-circle', objects(ref(1), holder(1, `<instance class="box"><list>${ref(1)}</list></instance>`))],
  ['class-circle', objects(ref(1), holder(1, `<list><instance class="box">${ref(1)}</instance></list>`))],
  [
    'class-circle',
    objects(
      ref(1),
      holder(1, `<list>${ref(2)}</list>`) +
        holder(2, `<instance class="box"><set>${ref(3)}</set></instance>`) +
        holder(3, `<object><ref name="up" to="1"/></object>`),
    ),
  ],
];

for (const [rule, xml, path] of ROWS)
  t.test(
    `[object:graph] a document is refused: ${rule}, ${xml.replace(/^<objects xmlns="urn:stoa:objects:1">/, '').slice(0, 120)}`,
    async (t) => {
      const refusal = refusalOf(xml);
      t.equal(refusal.code, 'OBJECTS_INVALID');
      t.match(refusal.findings, [{ rule, ...(path === undefined ? {} : { path }), line: 1 }]);
    },
  );

t.test('[object:graph] an instance beside a circle is no circle', async (t) => {
  const xml = objects(ref(1), holder(1, `<list>${ref(1)}<instance class="box"><list/></instance></list>`));
  const [self, box] = readObjects(xml, { classes }) as readonly unknown[];
  t.ok(Array.isArray(self));
  t.ok(box instanceof CLASSES.box.type);
  const within = objects('<instance class="box"><ref to="1"/></instance>', holder(1, `<list>${ref(1)}</list>`));
  const { content } = readObjects(within, { classes }) as { content: unknown[] };
  t.equal(content[0], content);
});

t.test('[object:graph] a class that refuses what came is told with its cause alone', async (t) => {
  const cause = new TypeError('secret');
  const refusing = {
    box: {
      ...CLASSES.box,
      decode: (): never => {
        throw cause;
      },
    },
  };
  const refusal = refusalOf(objects('<list><instance class="box"><null/></instance></list>'), { classes: refusing });
  t.match(refusal, {
    code: 'OBJECTS_INVALID',
    cause,
    findings: [{ rule: 'class-refuses', path: '/objects/root[1]/list[1]/instance[1]' }],
  });
  t.notMatch(refusal.message, 'secret');
});

t.test('[object:graph] each limit is held while reading, before anything is made of what is too much', async (t) => {
  const deep = writeObjects([[[[]]]]);
  const rows: readonly (readonly [string, string, ReadObjectsOptions['limits'], string?])[] = [
    ['maxBytes', objects(`<string>${'x'.repeat(500)}</string>`), { maxBytes: 500 }, 'XML_LIMIT_EXCEEDED'],
    ['maxElements', objects('<null/>'.repeat(50)), { maxValues: 3 }, 'XML_LIMIT_EXCEEDED'],
    ['maxValues', objects('<list><null/><null/></list>'), { maxValues: 2 }],
    ['maxValues', objects(`<list>${'<hole count="999999999"/>'.repeat(3)}</list>`), {}],
    ['maxDepth', deep, { maxDepth: 3 }],
    ['maxDepth', objects(ref(1), holder(1, `<list>${ref(2)}</list>`) + holder(2, '<list/>')), { maxDepth: 1 }],
    ['maxNameLength', objects('<object><null name="abcd"/></object>'), { maxNameLength: 3 }],
    ['maxBigintDigits', objects(`<bigint>${'9'.repeat(20_000)}</bigint>`), {}],
    ['maxDepth', objects('<list>'.repeat(300) + '</list>'.repeat(300)), {}, 'XML_LIMIT_EXCEEDED'],
  ];
  for (const [limit, xml, limits = {}, code = 'OBJECTS_LIMIT_EXCEEDED'] of rows)
    t.match(refusalOf(xml, { limits }), { code, limit }, limit);
});

t.test('[object:graph] a hostile document leaves no trace in what all objects inherit', async (t) => {
  const xml = objects(
    '<object><object name="__proto__"><string name="polluted">1</string></object><object name="constructor"><object name="prototype"><string name="polluted">1</string></object></object></object>',
  );
  const read = readObjects(xml) as Record<string, unknown>;
  t.equal(read['polluted'], undefined);
  t.equal(({} as Record<string, unknown>)['polluted'], undefined);
  t.same(Object.keys(read), ['__proto__', 'constructor']);
});

const PIECES = [
  '<ref to="1"/>',
  '<ref to="2"/>',
  '<list/>',
  '<null/>',
  '<hole count="9"/>',
  ' id="1"',
  ' name="a"',
  '<instance class="box">',
  '</instance>',
  '<entry>',
  '</entry>',
  '\\',
  '\\u12',
  '1',
  '-',
  'list',
  'map',
  'set',
  'object',
  'error',
  'e+9',
  '&#0;',
  '<![CDATA[x]]>',
  ' ',
];

const mutate = (random: SeededRandom, text: string): string => {
  const at = random.int(text.length);
  const until = Math.min(text.length, at + random.intBetween(1, 12));
  const from = random.int(text.length);
  const piece = random.int(2) === 0 ? random.pick(PIECES) : text.slice(from, from + random.intBetween(1, 40));
  return text.slice(0, at) + (random.int(3) === 0 ? '' : piece) + text.slice(random.int(2) === 0 ? at : until);
};

/** The document with one of its tags, numbers or names turned into another of them: well-formed more often than not. */
const swap = (random: SeededRandom, text: string): string => {
  const words = [...text.matchAll(/(?<=[</ "])[A-Za-z0-9]+(?=[ >/"])/g)];
  const [one, other] = [random.pick(words), random.pick(words)];
  return text.slice(0, one.index) + other[0] + text.slice(one.index + one[0].length);
};

t.test('[object:graph] mutated documents are read or refused by a StoaError, and what is read is valid', async (t) => {
  const random = createSeededRandom(5);
  const counts = { read: 0, refused: 0 };
  for (let round = 0; round < 6_000; round++) {
    let xml = writeObjects(randomGraph(random), { classes });
    for (let left = random.intBetween(1, 3); left > 0; left--) xml = (random.int(2) === 0 ? mutate : swap)(random, xml);
    try {
      readObjects(xml, { classes });
      counts.read++;
    } catch (thrown) {
      if (!isStoaError(thrown) || thrown.code === 'INTERNAL') t.fail(`${String(thrown)}: ${xml}`);
      counts.refused++;
      continue;
    }
    if (ourFindings(xml).length > 0) t.fail(`read, and not valid: ${ourFindings(xml).join()}: ${xml}`);
  }
  t.ok(counts.read > 300 && counts.refused > 300, JSON.stringify(counts));
});
