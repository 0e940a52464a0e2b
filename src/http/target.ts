import type { FastifyRequest } from 'fastify';
import { StoaError, findIdInPath } from '../base/index.js';
import type { Branded, ErrorCode } from '../base/index.js';
import type { Space } from '../space/index.js';
import type { HttpServices } from './model.js';

/** A segment of the path that the route's pattern names. */
export const readSegment = (request: FastifyRequest, name: string): string => {
  const params: unknown = request.params;
  if (typeof params === 'object' && params !== null && name in params) {
    return String((params as Readonly<Record<string, unknown>>)[name]);
  }
  throw new StoaError('INTERNAL', `the route ${request.routeOptions.url ?? ''} has no segment ${name}`);
};

/**
 * The id that a segment of the path stands for: a UUID, or a URN of another kind.
 *
 * @throws {StoaError} `code` when it is neither, since there is no such thing then
 */
export const readId = <Id extends Branded<string>>(request: FastifyRequest, name: string, code: ErrorCode): Id => {
  const segment = readSegment(request, name);
  const id = findIdInPath<Id>(segment);
  if (id !== undefined) return id;
  throw new StoaError(code, `expected a UUID or a URN, got ${segment.slice(0, 100)}`);
};

/**
 * The space that the path names, by id or by the alias of a declared one.
 *
 * @throws {StoaError} `SPACE_NOT_FOUND`, `SPACE_GONE`
 */
export const readSpace = (request: FastifyRequest, { spaces }: HttpServices): Space | Promise<Space> =>
  spaces.findByAlias(readSegment(request, 'space')) ?? spaces.get(readId(request, 'space', 'SPACE_NOT_FOUND'));
