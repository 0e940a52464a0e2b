import { createBroker } from '../call/moleculer-broker.js';
import { sayReady } from './child.js';

// The converter of the examples as an action of Moleculer; argument: the URL of a NATS server.
const broker = createBroker('converter', process.argv[2] ?? '');
broker.createService({
  name: 'units',
  actions: { convert: () => ({ value: '1.86411357671', unit: 'mi' }) },
});
await broker.start();
sayReady({}, () => broker.stop());
