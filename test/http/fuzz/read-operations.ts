import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PROJECT } from '../../support/source-files.js';

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: { readonly type?: string; readonly enum?: readonly string[] };
}

/** What is described of one kind of answer. */
export interface Response {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

/** An operation with its references resolved. */
export interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Media types of its body. */
  readonly bodyTypes: readonly string[];
  readonly responses: Readonly<Record<string, Response>>;
}

type Node = Readonly<Record<string, unknown>>;

/** The description as it stands in the project. */
export const readOpenApi = (): Node => parse(readFileSync(join(PROJECT, 'openapi.yaml'), 'utf8')) as Node;

const METHODS = ['get', 'put', 'post', 'delete'];

/** Every operation that the description has. */
export const readOperations = (openapi: Node): readonly Operation[] => {
  const resolve = (node: unknown): Node => {
    const { $ref } = node as { readonly $ref?: string };
    if ($ref === undefined) return node as Node;
    const steps = $ref.replace('#/', '').split('/');
    return resolve(steps.reduce<unknown>((inner, step) => (inner as Node)[step], openapi));
  };
  const parametersOf = (node: Node): readonly Parameter[] =>
    ((node['parameters'] ?? []) as readonly unknown[]).map((one) => resolve(one) as unknown as Parameter);
  return Object.entries(openapi['paths'] as Node).flatMap(([path, item]) =>
    METHODS.filter((method) => method in (item as Node)).map((method) => {
      const operation = (item as Node)[method] as Node;
      const body = operation['requestBody'] === undefined ? {} : resolve(operation['requestBody']);
      const responses = Object.entries(operation['responses'] as Node).map(([status, one]) => [status, resolve(one)]);
      return {
        operationId: String(operation['operationId']),
        method: method.toUpperCase(),
        path,
        parameters: [...parametersOf(item as Node), ...parametersOf(operation)],
        bodyTypes: Object.keys((body['content'] ?? {}) as Node),
        responses: Object.fromEntries(responses) as Operation['responses'],
      };
    }),
  );
};
