import { DEFAULT_SCHEMA_LIMITS, DEFAULT_SPACE_LIMITS, DEFAULT_XML_LIMITS } from '../../base/index.js';
import { DISCOVERY_BACKENDS } from '../../discovery/index.js';
import { LOG_LEVELS } from './model.js';

/** The part of JSON Schema that configuration is described in. */
export interface ConfigurationSchema {
  readonly type: 'object' | 'string' | 'integer' | 'boolean' | 'array';
  readonly description?: string;
  readonly properties?: Readonly<Record<string, ConfigurationSchema>>;
  readonly additionalProperties?: false | ConfigurationSchema;
  readonly required?: readonly string[];
  readonly items?: ConfigurationSchema;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly format?: string;
  readonly pattern?: string;
}

const text = (description: string, format?: string): ConfigurationSchema => ({
  type: 'string',
  minLength: 1,
  description,
  ...(format === undefined ? {} : { format }),
});

const texts = (description: string, items: ConfigurationSchema): ConfigurationSchema => ({
  type: 'array',
  description,
  items,
});

const whole = (description: string, minimum = 1, maximum = Number.MAX_SAFE_INTEGER): ConfigurationSchema => ({
  type: 'integer',
  minimum,
  maximum,
  description,
});

/** Limits are whole numbers from 1; their meaning stands with their defaults in `base/limits.ts`. */
const limits = (description: string, defaults: object): ConfigurationSchema => ({
  type: 'object',
  description,
  additionalProperties: false,
  properties: Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [name, whole(`default ${String(value)}`)]),
  ),
});

/** Part of a subject, so no colon; `local` is nobody's name (`base/caller.ts`), `server` that of the server itself. */
const name = (description: string): ConfigurationSchema => ({
  type: 'string',
  pattern: '^(?!(?:local|server)$)[A-Za-z0-9][A-Za-z0-9._-]{0,62}$',
  description,
});

const AUTH: ConfigurationSchema = {
  type: 'object',
  description: 'who is asked who callers are',
  additionalProperties: false,
  properties: {
    builtin: {
      type: 'boolean',
      description: 'the server issues tokens to its clients; default when clients are listed',
    },
    clients: {
      type: 'array',
      description: 'programs that may get tokens',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id'],
        properties: {
          id: name('client id'),
          secretHash: text('hash of the secret', 'secret-hash'),
          jwk: {
            type: 'object',
            description: 'public key, instead of a secret',
            additionalProperties: { type: 'string' },
          },
          groups: texts('groups that policies may name', name('group')),
        },
      },
    },
    clientsFile: text('clients added by stoa client add; default clients.json in the data folder'),
    issuers: {
      type: 'array',
      description: 'OpenID providers that are believed',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['issuer', 'audience', 'alias'],
        properties: {
          issuer: text('issuer identifier', 'issuer'),
          audience: text('audience of its tokens'),
          alias: name('stands before its subjects and groups'),
          groupsClaim: text('claim that lists groups; default groups'),
          clientId: text('public client of stoa login'),
          scope: text('scopes that stoa login asks for; default openid offline_access'),
        },
      },
    },
    tokenLifeMs: whole("life of the built-in issuer's tokens; default 600000", 10_000, 86_400_000),
    keyPeriodMs: whole('after how long new signing keys are made; default 2592000000', 3_600_000),
  },
};

const TLS: ConfigurationSchema = {
  type: 'object',
  description: 'files of the certificate',
  additionalProperties: false,
  properties: {
    cert: text('file of the certificate in PEM, with its chain; makes the server speak https'),
    key: text('file of its private key in PEM'),
    ca: text('file of further certificates of the chain'),
  },
};

/**
 * The one description of every key: files, environment variables and flags are all checked against it. A key
 * `relay.timeoutMs` is the variable `STOA_RELAY_TIMEOUT_MS`; lists are comma-separated there, and lists of objects
 * stand in the file only.
 */
export const CONFIGURATION_SCHEMA: ConfigurationSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    data: text('folder of the store; default $XDG_DATA_HOME/stoa or ~/.local/share/stoa'),
    store: { type: 'string', enum: ['lmdb', 'memory'], description: 'default lmdb; memory keeps nothing' },
    host: text('name or address to listen on; default 127.0.0.1'),
    port: whole('default 7862; 0 lets the system choose', 0, 65_535),
    publicUrl: text(
      'what URLs in answers begin with; default the address listened on, of 0.0.0.0 and :: one of this machine on its network',
      'http-url',
    ),
    insecureOpenToNetwork: {
      type: 'boolean',
      description:
        'needed to listen beyond loopback without authentication: anyone who reaches the server can use it; default false',
    },
    allowedHosts: texts('further values of Host to accept, with port if it is not the default one', text('host')),
    allowedOrigins: texts('further values of Origin to accept', text('origin', 'origin')),
    auth: AUTH,
    tls: TLS,
    relay: {
      type: 'object',
      description: 'where relays go',
      additionalProperties: false,
      properties: {
        allow: texts('addresses allowed besides public ones; default both on loopback, else none', {
          type: 'string',
          enum: ['loopback', 'private'],
        }),
        timeoutMs: whole('longest wait for a whole answer; default 30000'),
        maxAnswerBytes: whole('largest answer; default 4194304'),
      },
    },
    liveness: {
      type: 'object',
      description: 'how services are asked whether they are there',
      additionalProperties: false,
      properties: {
        everyMs: whole('how often, where the advertisement does not say; default 30000', 100),
        minEveryMs: whole('the most often that an advertisement may ask for; default 10000', 100),
        timeoutMs: whole('longest wait for an answer; default 3000'),
        maxAtOnce: whole('most questions at once; default 16'),
      },
    },
    discovery: {
      type: 'object',
      description: 'what the local link is told',
      additionalProperties: false,
      properties: {
        backend: {
          type: 'string',
          enum: DISCOVERY_BACKENDS,
          description: 'what announces the spaces on the local link; default builtin for stoa serve',
        },
        name: text('name of this machine for people; default its host name'),
        interfaces: texts('interfaces to announce on; default all by which the server is reached', text('interface')),
        exclude: texts('interfaces not to announce on', text('interface')),
        subtypes: texts('further subtypes by which the spaces are found, such as _printer', {
          type: 'string',
          pattern: '^_[a-z0-9-]{1,62}$',
        }),
        wsDiscovery: {
          type: 'boolean',
          description:
            'answer WS-Discovery as well, on UDP port 3702; default false, since stoa listen does that for any number of spaces',
        },
        neighbours: {
          type: 'boolean',
          description:
            'take services of the local link that do not speak Stoa in as devices of the first space; default false',
        },
      },
    },
    metrics: {
      type: 'object',
      description: 'figures for operators',
      additionalProperties: false,
      properties: {
        readers: texts(
          'who may read /metrics besides administrators of every declared space: anyone, authenticated, subject:NAME, group:NAME; default anyone without authentication, else none',
          { type: 'string', pattern: '^(anyone|authenticated|(subject|group):.{1,200})$' },
        ),
      },
    },
    spaces: text('folder with one folder per declared space; default the one of the package'),
    limits: limits('limits of each space', DEFAULT_SPACE_LIMITS),
    xml: limits('limits of the XML parser', DEFAULT_XML_LIMITS),
    schema: limits('limits of reading schemas', DEFAULT_SCHEMA_LIMITS),
    logLevel: { type: 'string', enum: LOG_LEVELS, description: 'default info' },
    shutdownGraceMs: whole('how long requests under way may take at shutdown; default 10000', 0),
  },
};
