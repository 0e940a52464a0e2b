import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';

/** Path of a data directory that does not exist yet, in a directory that is removed with the test. */
export const makeDataDirectory = (t: Test): string => {
  const parent = mkdtempSync(join(tmpdir(), 'stoa-test-'));
  t.teardown(() => rmSync(parent, { recursive: true, force: true }));
  return join(parent, 'data');
};
