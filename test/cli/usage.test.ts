import t from 'tap';
import { COMMANDS } from '../../src/cli/commands/index.js';
import { createTestCli } from './cli-run.js';

/** A port on which nothing listens: the discard service. */
const NOBODY = 'http://127.0.0.1:9/spaces/main';

t.test('every command has help with its options and an example', async (t) => {
  const cli = createTestCli(t, NOBODY);
  for (const { name, options, examples } of COMMANDS) {
    const { code, output } = await cli.run(name, '--help');
    t.equal(code, 0);
    for (const option of Object.keys(options)) t.match(output, `--${option}`);
    t.match(output, examples[0] ?? 'an example');
  }
});

t.test('without a command the commands are listed', async (t) => {
  const { code, output } = await createTestCli(t, NOBODY).run();
  t.equal(code, 0);
  for (const { name } of COMMANDS) t.match(output, name);
});

t.test('a command line that is not understood ends with code 2 and says what to do', async (t) => {
  const cli = createTestCli(t, NOBODY);
  for (const args of [
    ['nope'],
    ['lookup', '--nope'],
    ['publish'],
    ['lookup', '--kind', 'x'],
    ['publish', 'x', '--lease', 'soon'],
  ]) {
    const { code, errors } = await cli.run(...args);
    t.equal(code, 2, args.join(' '));
    t.match(errors, /^stoa: .+\[USAGE\]/);
  }
});

t.test('when no space answers, the remedy is to start one', async (t) => {
  const { code, errors } = await createTestCli(t, NOBODY).run('lookup');
  t.equal(code, 1);
  t.match(errors, 'SERVICE_UNREACHABLE');
  t.match(errors, 'stoa serve');
});

t.test('a file that is not there is named', async (t) => {
  const { code, errors } = await createTestCli(t, NOBODY).run('publish', '/no/such/file.xml');
  t.equal(code, 2);
  t.match(errors, '/no/such/file.xml');
});
