import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { StoaError } from '../../base/index.js';
import type { ErrorFinding } from '../../base/index.js';
import { isSecretHash } from '../auth/secret-hash.js';
import { isLoopbackHost } from './loopback.js';
import { findNearestKey } from './nearest-key.js';
import { CONFIGURATION_SCHEMA } from './schema.js';
import type { ConfigurationSchema } from './schema.js';
import type { PartialConfiguration } from './model.js';

const findUrl = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

const isHttpUrl = (text: string): boolean => {
  const url = findUrl(text);
  return (
    url !== undefined && /^https?:$/.test(url.protocol) && url.search + url.hash + url.username + url.password === ''
  );
};

/** Whether `text` is an origin as a browser sends it: no path, not even a slash. */
const isOrigin = (text: string): boolean => findUrl(text)?.origin === text;

/** RFC 8414 section 2: https, without query and fragment; http on this machine only, where nobody listens in. */
const isIssuer = (text: string): boolean => {
  const url = findUrl(text);
  if (url === undefined || !isHttpUrl(text)) return false;
  return url.protocol === 'https:' || isLoopbackHost(url.hostname);
};

const createCheck = (): ValidateFunction<PartialConfiguration> => {
  const ajv = new Ajv({ allErrors: true, strict: true, ownProperties: true });
  ajv.addFormat('http-url', isHttpUrl);
  ajv.addFormat('origin', isOrigin);
  ajv.addFormat('issuer', isIssuer);
  ajv.addFormat('secret-hash', isSecretHash);
  return ajv.compile<PartialConfiguration>(CONFIGURATION_SCHEMA);
};

const findSchema = (path: readonly string[]): ConfigurationSchema | undefined =>
  path.reduce<ConfigurationSchema | undefined>(
    (schema, key) => schema?.items ?? schema?.properties?.[key],
    CONFIGURATION_SCHEMA,
  );

const FORMATS: Readonly<Record<string, string>> = {
  'http-url': 'must be an http or https URL without query, fragment and user',
  issuer: 'must be the https URL of an issuer, as its metadata says it (http on a loopback address only)',
  'secret-hash': 'must be a hash as stoa client add prints it',
  origin: 'must be an origin such as https://example.org, without a path',
};

const describe = (error: ErrorObject): ErrorFinding => {
  const path = error.instancePath.split('/').slice(1);
  if (error.keyword === 'additionalProperties') {
    const key = String(error.params['additionalProperty']);
    const near = findNearestKey(key, Object.keys(findSchema(path)?.properties ?? {}));
    const rule = [...path, key].join('.');
    return {
      rule,
      message: `unknown key ${rule}${near === undefined ? '' : `; did you mean ${[...path, near].join('.')}?`}`,
    };
  }
  const rule = path.join('.');
  const allowed = error.keyword === 'enum' ? `: ${String(error.params['allowedValues'])}` : '';
  const formatted = error.keyword === 'format' ? FORMATS[String(error.params['format'])] : undefined;
  return { rule, message: `${rule || 'the whole'} ${formatted ?? error.message ?? 'is not valid'}${allowed}` };
};

/**
 * Returns `value` as a source of configuration.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` naming `source`, each key in question and, for an unknown one, the nearest
 */
export const checkSource = (value: unknown, source: string): PartialConfiguration => {
  const check = createCheck();
  if (check(value)) return value;
  const findings = (check.errors ?? []).map(describe);
  throw new StoaError('CONFIGURATION_INVALID', `${source}: ${findings.map(({ message }) => message).join('; ')}`, {
    findings,
  });
};
