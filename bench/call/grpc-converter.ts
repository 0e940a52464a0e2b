import { credentials, loadPackageDefinition } from '@grpc/grpc-js';
import type { ServiceClientConstructor } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { fileURLToPath } from 'node:url';

const PROTO = fileURLToPath(new URL('../../../servers/converter.proto', import.meta.url));

/** Client and service of the converter, as grpc-js makes them of its description. */
export const loadConverter = (): ServiceClientConstructor => {
  const loaded = loadPackageDefinition(loadSync(PROTO));
  return (loaded['units'] as unknown as { readonly Converter: ServiceClientConstructor }).Converter;
};

/** A unary call over one connection, which is how gRPC is used. */
export const createGrpcCaller = (address: string) => {
  const client = new (loadConverter())(address, credentials.createInsecure());
  const call = (value: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const convert = client['Convert'] as (
        value: object,
        told: (error: Error | null, answer: unknown) => void,
      ) => unknown;
      convert.call(client, value, (error, answer) => (error === null ? resolve(answer) : reject(error)));
    });
  return { call, close: () => client.close() };
};
