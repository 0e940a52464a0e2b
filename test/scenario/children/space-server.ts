import { loadConfiguration, startServer } from '../../../src/server/index.js';

// A space on the store in the folder that is named, on any free port; prints its URL once it takes messages.
const [data = ''] = process.argv.slice(2);
const server = await startServer(
  await loadConfiguration({ folder: data, environment: {}, flags: { data, port: 0, logLevel: 'error' } }),
);
console.log(server.url);
process.once('SIGTERM', () => void server.close().then(() => process.exit(0)));
