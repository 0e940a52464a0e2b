import t from 'tap';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ERROR_CODES, silentLog, systemClock, systemRandom, DEFAULT_XML_LIMITS } from '../../src/base/index.js';
import { DEFAULT_HTTP_SETTINGS, createHttpApp } from '../../src/http/index.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly $ref?: string; readonly content?: object };
  readonly responses: Readonly<Record<string, unknown>>;
  readonly 'x-problem-codes'?: readonly string[];
}
interface Parameter {
  readonly $ref?: string;
  readonly name?: string;
  readonly in?: string;
}
type PathItem = Readonly<Record<string, Operation | readonly Parameter[]>>;
interface Description {
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: {
    readonly parameters: Readonly<Record<string, Parameter>>;
    readonly schemas: { readonly ErrorCode: { readonly enum: readonly string[] } };
  } & Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const openapi = parse(read('openapi.yaml')) as Description;

const isOperation = (member: Operation | readonly Parameter[]): member is Operation => !Array.isArray(member);

const operations = Object.entries(openapi.paths).flatMap(([path, item]) => {
  const shared = (item['parameters'] ?? []) as readonly Parameter[];
  return Object.entries(item).flatMap(([method, operation]) =>
    isOperation(operation) ? [{ path, method, operation, shared }] : [],
  );
});

const listRoutes = async (): Promise<readonly string[]> => {
  const none = {} as never;
  const app = await createHttpApp({
    spaces: none,
    operations: none,
    desk: none,
    workers: none,
    attachments: none,
    addresses: none,
    access: none,
    authentication: none,
    keys: none,
    files: none,
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    settings: { ...DEFAULT_HTTP_SETTINGS, xmlLimits: DEFAULT_XML_LIMITS },
  });
  return app.routes.flatMap(({ url, methods }) =>
    methods
      .filter((method) => method !== 'HEAD')
      .map((method) => `${method.toLowerCase()} ${url.replaceAll(/:(\w+)/g, '{$1}')}`),
  );
};

t.test('every route is described, and everything described is a route', async (t) => {
  const described = operations.map(({ path, method }) => `${method} ${path}`);
  t.same([...(await listRoutes())].sort(), described.sort());
});

t.test('every segment of a path is a parameter of it', async (t) => {
  for (const { path, operation, shared } of operations) {
    const parameters = [...shared, ...(operation.parameters ?? [])].map(({ $ref, ...own }) =>
      $ref === undefined ? own : openapi.components.parameters[$ref.split('/').at(-1) ?? ''],
    );
    const inPath = parameters.filter((parameter) => parameter?.in === 'path').map((parameter) => parameter?.name);
    t.same(inPath.sort(), [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort(), `${operation.operationId}`);
  }
});

t.test('every reference leads somewhere', async (t) => {
  for (const [, group, name] of read('openapi.yaml').matchAll(/#\/components\/(\w+)\/(\w+)/g))
    t.ok(openapi.components[group ?? '']?.[name ?? ''], `${group}/${name}`);
});

t.test('every operation has a name of its own, a summary, and says how it fails', async (t) => {
  const ids = operations.map(({ operation }) => operation.operationId);
  t.equal(new Set(ids).size, ids.length);
  for (const { operation } of operations) {
    t.ok(operation.summary, operation.operationId);
    t.ok(operation.responses['default'], operation.operationId);
  }
});

t.test('the list of codes, its description and its explanation name the same codes, both ways', async (t) => {
  const codes = Object.keys(ERROR_CODES).sort();
  t.same([...openapi.components.schemas.ErrorCode.enum].sort(), codes);
  const explained = [...read('docs/problems.md').matchAll(/^\| `([A-Z_]+)` \| (\d{3}) \| (.+) \| (.+) \|$/gm)];
  t.same(explained.map((row) => row[1]).sort(), codes);
  for (const [, code = '', status] of explained)
    t.equal(Number(status), ERROR_CODES[code as keyof typeof ERROR_CODES].status, code);
  for (const { operation } of operations)
    for (const code of operation['x-problem-codes'] ?? [])
      t.ok(codes.includes(code), `${operation.operationId} ${code}`);
});
