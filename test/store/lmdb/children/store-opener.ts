import { StoaError } from '../../../../src/base/index.js';
import { openLmdbStore } from '../../../../src/store/index.js';

/** Opens the store at PATH and says so, or says why not; then closes it, or stays until it is killed. */
const [path = '', then = 'close'] = process.argv.slice(2);
try {
  const store = await openLmdbStore({ path });
  process.stdout.write('open\n');
  if (then === 'close') await store.close();
  else setInterval(() => undefined, 1_000_000);
} catch (error) {
  const { code, message } = StoaError.from(error);
  process.stdout.write(`${code} ${message}\n`);
}
