import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { ERROR_CODES } from '../../../src/base/index.js';
import { mediaTypeOf, ownSchemas } from '../../../src/protocol/index.js';
import { parseXml } from '../../../src/xml/index.js';
import type { Operation, Response } from './read-operations.js';

/** An answer as it came over the wire; the body of a stream is not waited for. */
export interface FuzzAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Statuses above 499 that say something of another server, or of this one's load. */
const OTHER_SERVERS: ReadonlySet<number> = new Set([502, 503, 504]);

/** Says what is wrong with an answer; nothing when it is as described. */
export type CheckAnswer = (operation: Operation | undefined, answer: FuzzAnswer) => string | undefined;

const checkProblem = ({ status, headers, body }: FuzzAnswer): string | undefined => {
  const type = mediaTypeOf(String(headers['content-type']));
  const codes = new Set<string>(Object.keys(ERROR_CODES));
  if (type === 'application/problem+json') {
    const problem = JSON.parse(body) as { readonly code: string; readonly status: number };
    if (!codes.has(problem.code)) return `code ${problem.code} is in no list`;
    return problem.status === status ? undefined : `says ${problem.status} in a ${status}`;
  }
  const { root, source } = parseXml(body);
  const findings = ownSchemas.problem.check(root, source);
  if (findings.length > 0) return `the problem is not valid: ${JSON.stringify(findings[0])}`;
  const code = /<code>([A-Z_]+)<\/code>/.exec(body)?.[1] ?? '';
  return codes.has(code) ? undefined : `code ${code} is in no list`;
};

/** Checks of answers by what `openapi.yaml` says of them. */
export const createCheckAnswer = (openapi: Readonly<Record<string, unknown>>): CheckAnswer => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'openapi', ...openapi });
  const validators = new Map<object, ValidateFunction>();
  const validatorOf = (schema: object): ValidateFunction => {
    const known = validators.get(schema);
    if (known) return known;
    const text = JSON.stringify(schema).replaceAll('"#/components', '"openapi#/components');
    const made = ajv.compile(JSON.parse(text) as object);
    validators.set(schema, made);
    return made;
  };

  const checkContent = ({ content = {} }: Response, answer: FuzzAnswer): string | undefined => {
    const type = mediaTypeOf(String(answer.headers['content-type'] ?? ''));
    if (Object.keys(content).length === 0)
      return answer.body === '' ? undefined : `a body of ${type} where none is described`;
    const described = content[type ?? ''];
    if (!described) return `${type ?? 'no type'} is not described`;
    if (!/\bjson$/.test(type ?? '')) return undefined;
    const validate = validatorOf(described.schema);
    return validate(JSON.parse(answer.body)) ? undefined : `JSON otherwise: ${ajv.errorsText(validate.errors)}`;
  };

  return (operation, answer) => {
    const { status } = answer;
    if (status >= 500 && !OTHER_SERVERS.has(status)) return 'failed in a way of its own';
    const isProblem = String(answer.headers['content-type'] ?? '').includes('problem+');
    if (isProblem)
      return checkProblem(answer) ?? (operation && checkContent(operation.responses['default'] ?? {}, answer));
    if (!operation) return status < 300 ? undefined : `${status} without a problem`;
    const described = operation.responses[String(status)];
    return described ? checkContent(described, answer) : `${status} is not described`;
  };
};
