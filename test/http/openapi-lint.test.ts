import { lint, loadConfig } from '@redocly/openapi-core';
import { join } from 'node:path';
import t from 'tap';
import { PROJECT } from '../support/source-files.js';

t.test('openapi.yaml passes the recommended rules of its linter without a warning', async (t) => {
  const config = await loadConfig({ configPath: join(PROJECT, 'redocly.yaml') });
  const problems = await lint({ ref: join(PROJECT, 'openapi.yaml'), config });
  const told = problems.map(({ severity, ruleId, message, location }) => {
    const [first] = location;
    return `${severity} ${ruleId} at ${first?.pointer ?? '?'}: ${message}`;
  });
  t.same(told, []);
});
