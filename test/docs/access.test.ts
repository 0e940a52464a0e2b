import t from 'tap';
import { readFileSync } from 'node:fs';
import { ownSchemas } from '../../src/protocol/index.js';
import { parseXml } from '../../src/xml/index.js';
import { createTestCli } from '../cli/cli-run.js';
import { XML } from '../http/support/test-server.js';
import { startAuthServer } from '../support/auth-house.js';
import { PROJECT } from '../support/source-files.js';

const text = readFileSync(`${PROJECT}docs/security.md`, 'utf8');

const blockOf = (mark: string): string => {
  const at = text.indexOf(`<!-- ${mark} -->`);
  return /```[a-z]*\n([\s\S]*?)\n```/.exec(text.slice(at))?.[1] ?? '';
};

/** Words of a command line, as a shell takes them. */
const wordsOf = (line: string): readonly string[] =>
  [...line.replace(/ +#.*$/, '').matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');

t.test('the recipes for access policies do what the page says, and the declaration says the same', async (t) => {
  const data = t.testdir({ state: {} });
  const server = await startAuthServer(t, { flags: { data, store: 'lmdb' } });
  const url = `${server.url}/spaces/main`;
  const [rootCommand = '', ...lines] = blockOf('run').split('\n');
  const printed = await createTestCli(t, url, { folder: data, environment: { STOA_DATA: data } }).run(
    ...wordsOf(rootCommand).slice(1),
  );
  t.equal(printed.code, 0, printed.errors);
  const environment = { STOA_DATA: data, STOA_CREDENTIAL: printed.output.trim() };
  const cli = createTestCli(t, url, { folder: data, environment });
  let last = '';
  t.ok(lines.length > 5);
  for (const line of lines) {
    const { code, output, errors } = await cli.run(...wordsOf(line).slice(1));
    t.equal(code, 0, `${line}: ${errors}`);
    last = output;
  }
  const policy = JSON.parse(last) as { readonly grants: readonly object[]; readonly quota: object };
  t.equal(policy.grants.length, 4);
  const { root, source } = parseXml(blockOf('declare'));
  t.same(ownSchemas.policy.check(root, source), [], 'the declaration is valid');
  const declared = blockOf('declare').replace('urn:stoa:policy:1', 'urn:stoa:space:1');
  const space = server.spaces.findByAlias('main');
  const credential = { 'stoa-credential': space ? server.spaces.root(space.id) : '' };
  const put = (body: string) =>
    server.request('/spaces/main/policy', { method: 'PUT', headers: { ...XML, ...credential }, body });
  t.equal((await put(declared)).status, 200);
  const again = JSON.parse((await cli.run('policy', 'show', '--json')).output) as typeof policy;
  t.same(again.grants, policy.grants);
  t.same(again.quota, policy.quota);
  t.equal((await put(blockOf('put'))).status, 200);
  t.match((await cli.run('policy', 'show')).output, /group:readers +lookup read/);
});
