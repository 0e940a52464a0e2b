import { pino, stdSerializers } from 'pino';
import type { DestinationStream } from 'pino';
import type { Log } from '../base/index.js';
import type { LogLevel } from './configuration/index.js';

/** Names under which a secret could stand in a log line: cut out wherever they appear up to three levels deep. */
const SECRETS = [
  'credential',
  'credentials',
  'control',
  'renewal',
  'root',
  'seed',
  'writer',
  'reader',
  'address',
  'token',
  'mintKey',
  'privateKey',
  'secret',
  'secretHash',
  'clientSecret',
  'password',
  // Headers of requests, and what stands in the forms of OAuth 2.0.
  'authorization',
  'Authorization',
  'dpop',
  'DPoP',
  'cookie',
  'set-cookie',
  'stoa-credential',
  'stoa-lease',
  'stoa-control',
  'signature',
  'client_secret',
  'client_assertion',
  'access_token',
  'refresh_token',
  'code_verifier',
];

/** A path of `redact`: names that are no identifiers stand in brackets. */
const toPaths = (name: string): readonly string[] => {
  const step = `["${name}"]`;
  return [step, `*${step}`, `*.*${step}`, `*.*.*${step}`];
};

/** Lines of JSON on standard error, so that standard output stays for what a command prints. */
export const createLogger = (
  level: LogLevel,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      serializers: { err: stdSerializers.errWithCause, error: stdSerializers.errWithCause },
      redact: { paths: SECRETS.flatMap(toPaths), censor: '[redacted]' },
    },
    destination,
  );
