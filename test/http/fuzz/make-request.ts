import type { SeededRandom } from '../../support/seeded-random.js';
import type { Operation, Parameter } from './read-operations.js';

/** A request as it goes over the wire. */
export interface FuzzRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
}

/** Values that mean something to the server, by the names of parameters. */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

/** What requests are made from. */
export interface Material {
  readonly values: () => KnownValues;
  /** Values of `Authorization` that somebody is known by; none where nobody is asked who they are. */
  readonly callers: readonly string[];
  /** Bodies that the operation takes, as XML and as JSON. */
  readonly bodiesFor: (operationId: string) => readonly string[];
  /** Those of all operations. */
  readonly bodies: readonly string[];
}

const UNKNOWN_ID = '0192d5e0-7f7a-7000-8000-00000000dead';

/** Texts that are no value of anything, or an odd one. */
const ODD = [
  ...[
    '',
    ' ',
    '0',
    '-1',
    '1',
    '1e9',
    '99999999999999999999',
    'NaN',
    'true',
    'null',
    'undefined',
    '[]',
    '*',
    '?',
    '..',
    '.',
  ],
  ...[
    '%',
    '%00',
    '%zz',
    '%2e%2e%2f',
    '%2F',
    'a/b',
    'ü€𝄞',
    '\u202e',
    '\'"<>&',
    '{{',
    '__proto__',
    'constructor',
    'toString',
  ],
  ...['urn:uuid:', `urn:uuid:${UNKNOWN_ID}`, UNKNOWN_ID, 'urn:x:y', 'main', 'x'.repeat(300), 'x'.repeat(9000)],
  ...['PT10M', 'P1Y', '-PT1S', '10m', 'service', 'service,device', 'kind', 'W/"1"', '"1"', '*', '"', 'q=0;;', '1-2'],
] as const;

const HEADERS: Readonly<Record<string, readonly string[]>> = {
  accept: [
    ...[
      '*/*',
      'application/json',
      'application/xml',
      'text/html',
      'text/event-stream',
      'image/png',
      '',
      ';;;',
      'application/*;q=0',
    ],
    'application/problem+json, application/json',
  ],
  'content-type': [
    ...[
      'application/xml',
      'application/json',
      'application/xml; charset=utf-16',
      'text/plain',
      'multipart/form-data',
      '',
    ],
    ...['application/soap+xml', 'application/x-www-form-urlencoded', 'application/xml; charset="utf-8"', 'xml', '/'],
  ],
  authorization: [
    'Bearer x',
    'Bearer',
    'Basic dTpw',
    'DPoP x.y.z',
    `Bearer ${'x'.repeat(5000)}`,
    'Bearer eyJhbGciOiJub25lIn0.e30.',
  ],
  dpop: ['x', 'a.b.c'],
  prefer: ['respond-async', 'respond-async, wait=10', 'return=minimal', ';;', 'wait=-1'],
  'if-match': ['*', '"1"', 'W/"1"', '"', 'x'],
  'if-none-match': ['*', '"1"', ',,,'],
  'last-event-id': ['0', '-1', 'x', '99999999999', '1.5'],
  'stoa-lease': ['x', 'a,b,c,d,e,f,g,h,i,j'],
  'stoa-credential': ['x', 'a,b,c'],
  'stoa-control': ['x', ''],
  'stoa-timeout': ['0', '-1', '1', 'x', '1e400', '99999999999999999999'],
  range: ['bytes=0-1', 'bytes=-', 'x'],
  origin: ['http://evil.example', 'null', 'file://'],
  host: ['evil.example', '', 'localhost', '[::1]:1'],
  'content-encoding': ['gzip', 'identity'],
  expect: ['100-continue', 'x'],
  'x-forwarded-for': ['127.0.0.1'],
};

/** How many sets of values that belong together there are. */
const SETS = 4;

const FORM = 'application/x-www-form-urlencoded';

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'];

/** Bodies that nothing takes. */
const BROKEN = [
  ...[
    '',
    '{',
    '[]',
    'null',
    '{"a":1}',
    '{"lookup":{},"publish":{}}',
    '{"__proto__":{}}',
    '<',
    '<a',
    '<a/>',
    '<a></b>',
    '\u0000',
  ],
  ...[
    '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>',
    '<?xml version="1.0" encoding="UTF-16"?><a/>',
    '<a b="1" b="2"/>',
    '<x:a/>',
  ],
  ...[
    '<lookup xmlns="urn:stoa:space:1" limit="-1"/>',
    '<lookup xmlns="urn:stoa:space:2"/>',
    '<nonsense xmlns="urn:stoa:space:1"/>',
  ],
  ...[
    `${'<a>'.repeat(400)}`,
    `<a>${'x'.repeat(100_000)}</a>`,
    `{"lookup":${'['.repeat(5000)}`,
    '<a>\ufffe</a>',
    '\ufeff<a/>',
  ],
  ...['<advertisement xmlns="urn:stoa:advertisement:1" kind="service"><name>x</name></advertisement>'],
  ...['<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a" type="b"/></xs:schema>'],
];

const mutate = (random: SeededRandom, text: string): string => {
  const at = random.int(text.length + 1);
  const end = Math.min(text.length, at + random.int(12));
  switch (random.int(5)) {
    case 0:
      return text.slice(0, at) + text.slice(end);
    case 1:
      return text.slice(0, at) + random.pick(ODD) + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(at, end).repeat(3) + text.slice(end);
    case 3:
      return text.slice(0, at);
    default:
      return text.slice(0, at) + String.fromCharCode(random.int(128)) + text.slice(Math.min(text.length, at + 1));
  }
};

/** Where a request comes from: chance, what is known, and whether anything may be wrong with it. */
interface Source {
  readonly random: SeededRandom;
  readonly known: KnownValues;
  readonly callers: readonly string[];
  readonly careful: boolean;
  /** Which of the values that belong together: where nothing may be wrong, a document goes with its own lease. */
  readonly at: number;
}

const valueFor = ({ random, known, careful, at }: Source, { name, schema }: Parameter): string => {
  const values = known[name] ?? schema.enum ?? (schema.type === 'boolean' ? ['true', 'false'] : []);
  const fitting = careful && name in known ? values[at % values.length] : undefined;
  if (fitting !== undefined) return fitting;
  return values.length > 0 && (careful || random.int(6) > 0) ? random.pick(values) : random.pick(ODD);
};

/** A segment or value as it stands in a URL; now and then as it is, which a client never sends. */
const encode = ({ random, careful }: Source, text: string): string =>
  careful || random.int(20) > 0 ? encodeURIComponent(text) : text.replaceAll(/[^!-~]|#/g, '');

const makeQuery = (source: Source, { parameters }: Operation): readonly string[] => {
  const { random, careful } = source;
  const stated = parameters
    .filter((one) => one.in === 'query' && random.int(careful ? 6 : 3) === 0)
    .map((one) => `${one.name}=${encode(source, valueFor(source, one))}`);
  const isOdd = !careful && random.int(15) === 0;
  return isOdd ? [...stated, `${encode(source, random.pick(ODD))}=${encode(source, random.pick(ODD))}`] : stated;
};

const makeTarget = (source: Source, operation: Operation): string => {
  const { random, careful } = source;
  const { path, parameters } = operation;
  const inPath = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
    const parameter = parameters.find((one) => one.in === 'path' && one.name === name);
    return parameter ? encode(source, valueFor(source, parameter)) : name;
  });
  const query = makeQuery(source, operation);
  const isMutated = !careful && random.int(25) === 0;
  const mutated = isMutated ? mutate(random, inPath).replaceAll(/[^!-~]|#/g, '') : inPath;
  const target = query.length > 0 ? `${mutated}?${query.join('&')}` : mutated;
  return target.startsWith('/') ? target : `/${target}`;
};

const makeHeaders = (source: Source, { parameters, bodyTypes }: Operation): Record<string, string> => {
  const { random, known, careful, callers } = source;
  const headers: Record<string, string> = {};
  for (const one of parameters)
    if (one.in === 'header' && (one.required === true || random.int(3) > 0))
      headers[one.name.toLowerCase()] = valueFor(source, one);
  for (const [name, values] of Object.entries(HEADERS))
    if (!careful && random.int(40) === 0) headers[name] = random.pick(values);
  // Who asks for a token says who it is in the form.
  if (callers.length > 0 && !bodyTypes.includes(FORM) && random.int(4) > 0)
    headers['authorization'] ??= random.pick(callers);
  const credentials = known['Stoa-Credential'] ?? [];
  if (credentials.length > 0 && (careful || random.int(3) === 0)) headers['stoa-credential'] = random.pick(credentials);
  // What no header can hold is refused by the client that would send it.
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replaceAll(/[^ -~]/g, '')]));
};

const makeBody = ({ random, careful }: Source, operationId: string, { bodies, bodiesFor }: Material): string => {
  const kind = careful ? 0 : random.int(10);
  const fitting = bodiesFor(operationId);
  if (kind < 5 && fitting.length > 0) return random.pick(fitting);
  if (kind < 7) return mutate(random, random.pick(fitting.length > 0 ? fitting : bodies));
  return kind < 9 ? random.pick(bodies) : random.pick(BROKEN);
};

/** Type of a body, by the look of it. */
const typeOf = (body: string, { bodyTypes }: Operation): string => {
  if (body.startsWith('{')) return 'application/json';
  return bodyTypes.includes(FORM) && !body.startsWith('<') ? FORM : 'application/xml';
};

/** A request for an operation: one as a client would send it, with more or less of it wrong. */
export const makeRequest = (random: SeededRandom, operation: Operation, material: Material): FuzzRequest => {
  const { callers } = material;
  const source: Source = {
    random,
    known: material.values(),
    callers,
    careful: random.int(2) === 0,
    at: random.int(SETS),
  };
  const headers = makeHeaders(source, operation);
  const isOther = !source.careful && random.int(20) === 0;
  const method = isOther ? random.pick(METHODS) : operation.method;
  const takesBody = operation.bodyTypes.length > 0;
  const hasBody = source.careful || random.int(12) > 0 ? takesBody : !takesBody;
  const body = hasBody && method !== 'HEAD' ? makeBody(source, operation.operationId, material) : undefined;
  if (body !== undefined) headers['content-type'] ??= typeOf(body, operation);
  return {
    method,
    target: makeTarget(source, operation),
    headers,
    body: body === undefined ? undefined : new TextEncoder().encode(body),
  };
};
