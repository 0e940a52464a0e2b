import { StoaError, given } from '../base/index.js';
import type { Log, LogFields } from '../base/index.js';
import { DISCOVERY_BACKENDS } from '../discovery/index.js';
import type { NearbySettings } from '../nearby/index.js';
import type { CommandContext, CommandOption } from './command.js';

/** Options of the commands that take part in discovery on the local link. */
export const NEAR_OPTIONS: Readonly<Record<string, CommandOption>> = {
  interface: {
    type: 'string',
    short: 'i',
    multiple: true,
    placeholder: 'NAME',
    help: 'network interface to use (default all)',
  },
  exclude: { type: 'string', multiple: true, placeholder: 'NAME', help: 'network interface not to use' },
  backend: {
    type: 'string',
    placeholder: 'NAME',
    help: `DNS-SD by ${DISCOVERY_BACKENDS.join(', ')} (default builtin; STOA_DISCOVERY_BACKEND)`,
  },
  'no-ws-discovery': { type: 'boolean', help: 'leave WS-Discovery out' },
};

/** The option of commands that announce something. */
export const SUBTYPE_OPTION: Readonly<Record<string, CommandOption>> = {
  subtype: {
    type: 'string',
    multiple: true,
    placeholder: 'NAME',
    help: 'what its interface is called, such as _printer: stoa discover --subtype _printer finds it',
  },
};

const SUBTYPE = /^_[a-z0-9-]{1,62}$/;

/** What is announced is called, besides its kind. @throws {StoaError} `USAGE` */
const toSubtypes = (texts: readonly string[]): readonly string[] | undefined => {
  const bad = texts.find((text) => !SUBTYPE.test(text));
  if (bad !== undefined)
    throw new StoaError('USAGE', `expected _ and small letters, digits and hyphens for --subtype, got '${bad}'`);
  return texts.length > 0 ? texts : undefined;
};

/** What the options say. @throws {StoaError} `USAGE` for a backend or a subtype that is none */
export const toNearbySettings = ({ values, environment }: CommandContext): NearbySettings => {
  const text = values.text('backend') ?? environment['STOA_DISCOVERY_BACKEND'] ?? 'builtin';
  const backend = DISCOVERY_BACKENDS.find((each) => each === text);
  if (backend === undefined)
    throw new StoaError('USAGE', `expected one of ${DISCOVERY_BACKENDS.join(', ')} for --backend, got '${text}'`);
  const interfaces = values.texts('interface');
  const exclude = values.texts('exclude');
  return {
    backend,
    wsDiscovery: !values.flag('no-ws-discovery'),
    ...given('interfaces', interfaces.length > 0 ? interfaces : undefined),
    ...given('subtypes', toSubtypes(values.texts('subtype'))),
    ...given('exclude', exclude.length > 0 ? exclude : undefined),
  };
};

/** A port number. @throws {StoaError} `USAGE` */
export const findPort = ({ values }: CommandContext): number | undefined => {
  const text = values.text('port');
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new StoaError('USAGE', `expected a number up to 65535 for --port, got '${text}'`);
};

const toReason = ({ error, name, url, errors }: LogFields): string => {
  const about = [name, url].find((value) => typeof value === 'string');
  const reason = error instanceof Error ? error.message : undefined;
  // What a command that answers calls said on its standard error.
  const complaint = typeof errors === 'string' ? errors.trim() : undefined;
  return [about, reason, complaint].filter((part) => part !== undefined).join(': ');
};

/** A log that tells people of warnings and errors, a line each. */
export const createNoteLog = ({ note }: Pick<CommandContext, 'note'>): Log => {
  const ignore = (): void => undefined;
  const tell = (fields: LogFields, message: string): void => {
    const reason = toReason(fields);
    note(reason === '' ? message : `${message} (${reason})`);
  };
  return { debug: ignore, info: ignore, warn: tell, error: tell };
};
