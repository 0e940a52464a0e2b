import t from 'tap';
import { StoaError } from '../../src/base/index.js';
import { createLogger } from '../../src/server/logger.js';
import type { LogLevel } from '../../src/server/index.js';

const collect = (level: LogLevel) => {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger(level, {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  });
  return { log, lines };
};

t.test('a line is JSON with its time, level, fields and message', async (t) => {
  const { log, lines } = collect('info');
  log.info({ route: '/x' }, 'request');
  t.match(lines, [{ level: 30, route: '/x', msg: 'request', time: /^\d{4}-\d\d-\d\dT/ }]);
});

t.test('lines below the level are left out', async (t) => {
  const { log, lines } = collect('warn');
  log.debug({}, 'a');
  log.info({}, 'b');
  log.warn({}, 'c');
  t.equal(lines.length, 1);
  const silent = collect('silent');
  silent.log.error({}, 'a');
  t.same(silent.lines, []);
});

t.test('secrets that slip into a line are cut out, also in what is nested', async (t) => {
  const { log, lines } = collect('info');
  for (const name of [
    'credential',
    'credentials',
    'control',
    'root',
    'writer',
    'authorization',
    'address',
    'token',
    'mintKey',
    'privateKey',
  ])
    log.info({ [name]: 'hidden', one: { [name]: 'hidden', two: { [name]: 'hidden' } } }, name);
  t.equal(lines.length, 10);
  t.notMatch(JSON.stringify(lines), 'hidden');
});

t.test('an error is told with what caused it', async (t) => {
  const { log, lines } = collect('error');
  log.error({ err: new StoaError('INTERNAL', 'outer', { cause: new Error('inner') }) }, 'failed');
  t.match(lines[0], { err: { message: 'outer', cause: { message: 'inner' } } });
});
