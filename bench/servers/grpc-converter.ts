import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { handleUnaryCall } from '@grpc/grpc-js';
import { loadConverter } from '../call/grpc-converter.js';
import { sayReady } from './child.js';

// The converter of the examples as a unary call of gRPC.
const Convert: handleUnaryCall<unknown, unknown> = (_call, answer) =>
  answer(null, { value: '1.86411357671', unit: 'mi' });
const server = new Server();
server.addService(loadConverter().service, { Convert });
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_error, port) => {
  sayReady({ address: `127.0.0.1:${port}` }, () => server.forceShutdown());
});
