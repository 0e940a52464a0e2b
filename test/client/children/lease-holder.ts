import { connect } from '../../../src/client/index.js';

// Publishes a document with a short lease and keeps it; then the application is idle. With `hold` it lives until it is killed.
const [url = '', periodMs = '', hold = ''] = process.argv.slice(2);
const space = connect(url);
const { entry, lease } = await space.publish('<held/>', { name: 'held', periodMs: Number(periodMs) });
space.keepLease(lease);
console.log(entry.id);
if (hold === 'hold') process.stdin.resume();
