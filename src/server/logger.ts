import { pino, stdSerializers } from 'pino';
import type { DestinationStream } from 'pino';
import type { Log } from '../base/index.js';
import type { LogLevel } from './configuration/index.js';

/** Names under which a secret could stand in a log line: cut out wherever they appear one or two levels deep. */
const SECRETS = [
  'credential',
  'credentials',
  'control',
  'root',
  'writer',
  'authorization',
  'address',
  'token',
  'mintKey',
  'privateKey',
];

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
      redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    },
    destination,
  );
