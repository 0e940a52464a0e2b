import type { EventValue, SpaceMessages, SpaceMethod } from '../../src/protocol/index.js';

const ID = 'urn:uuid:01932b6e-7c5a-7000-8000-000000000001';
const LEASE = 'urn:uuid:01932b6e-7c5a-7000-8000-000000000002';
const GATE = 'urn:uuid:01932b6e-7c5a-7000-8000-000000000003';
const NOW = '2026-11-20T10:00:00.000Z';
const LATER = '2026-11-20T10:10:00.000Z';

const NOTE = { '{urn:example:note}note': ['<note xmlns="urn:example:note">buy milk</note>'] };
const AD = {
  '{urn:stoa:advertisement:1}advertisement': [
    '<advertisement xmlns="urn:stoa:advertisement:1" kind="document"><name>note</name></advertisement>',
  ],
};
const XSD = {
  '{http://www.w3.org/2001/XMLSchema}schema': ['<schema xmlns="http://www.w3.org/2001/XMLSchema"/>'],
};

const ENTRY = {
  '@id': ID,
  '@kind': 'document',
  '@name': 'note',
  '@version': 3,
  '@sequence': '42',
  '@publisher': 'local',
  '@published': NOW,
  '@updated': NOW,
  '@expires': LATER,
  '@stale': false,
  '@bytes': 47,
} as const;
const LEASE_SHOWN = { '@id': LEASE, '@period': 'PT10M', '@expires': LATER };
const LEASE_GRANTED = { ...LEASE_SHOWN, '@credential': 'lc1.secret' };

const ACCESS = {
  '@default': false,
  grant: [
    { '@to': 'group:ops', '@actions': ['lookup', 'open'], '@name': 'printer*', '@methods': ['print', 'get*'] },
    { '@to': 'anyone', '@actions': ['lookup'] },
  ],
} as const;
const QUOTA = {
  '@documents': 100,
  '@bytes': 1_000_000n,
  '@spaces': 3,
  '@subscriptions': 4,
  '@gates': 5,
  '@calls': 60,
};

const MATCH = {
  '@grade': 'overlap',
  '@share': 0.5,
  wanted: [
    { '@kind': 'element', '@name': '{urn:example:print}print', '@verdict': 'exact', '@role': 'request' },
    {
      '@kind': 'method',
      '@name': 'scan()',
      '@verdict': 'missing',
      '@found': 'print',
      mismatch: [{ '@path': '.', '@rule': 'missing', '@message': 'no method scan', '@change': 'leave it out' }],
    },
  ],
} as const;

/** Values of one message type: every optional member given, and none. */
export interface Samples<Value> {
  readonly full: Value;
  readonly minimal: Value;
}

/** A full and a minimal value of every request and response of a space. */
export const SPACE_MESSAGE_SAMPLES: {
  readonly [Method in SpaceMethod]: {
    readonly request: Samples<SpaceMessages[Method]['request']>;
    readonly response: Samples<SpaceMessages[Method]['response']>;
  };
} = {
  publish: {
    request: {
      full: { '@name': 'note', '@period': 'PT1H', '@credential': 'lc1.secret', document: NOTE },
      minimal: { document: NOTE },
    },
    response: {
      full: { entry: ENTRY, lease: LEASE_GRANTED },
      minimal: { entry: ENTRY, lease: LEASE_SHOWN },
    },
  },
  update: {
    request: {
      full: { '@id': ID, '@version': 3, '@credential': 'lc1.secret', document: NOTE },
      minimal: { '@id': ID, document: NOTE },
    },
    response: {
      full: { entry: ENTRY, lease: LEASE_GRANTED },
      minimal: { entry: { ...ENTRY, '@stale': true }, lease: LEASE_SHOWN },
    },
  },
  read: {
    request: { full: { '@id': ID, '@view': 'advertisement' }, minimal: { '@id': ID } },
    response: { full: { entry: ENTRY, document: AD }, minimal: { entry: ENTRY, document: NOTE } },
  },
  remove: {
    request: { full: { '@id': ID, '@credential': 'lc1.secret' }, minimal: { '@id': ID } },
    response: { full: {}, minimal: {} },
  },
  lookup: {
    request: {
      full: {
        name: 'printer*',
        schema: [{ '@location': 'want.xsd', ...XSD }, XSD],
        method: [{ '@name': 'print', '@input': '{urn:example:print}print', '@output': '{urn:example:print}job' }, {}],
        kind: ['service', 'device'],
        publisher: 'local',
        fresh: true,
        grade: 'overlap',
        explain: true,
        limit: 50,
        cursor: 'c1.abc',
      },
      minimal: {},
    },
    response: {
      full: {
        '@sequence': '42',
        hit: [
          { entry: ENTRY, advertisement: AD },
          { entry: { ...ENTRY, '@kind': 'service' }, advertisement: AD, match: MATCH },
        ],
        nearMiss: [{ entry: ENTRY, match: { '@grade': 'none', '@share': 0 } }],
        next: 'c1.def',
      },
      minimal: { '@sequence': '0' },
    },
  },
  renew: {
    request: {
      full: { '@lease': LEASE, '@period': 'PT10M', '@credential': 'lc1.secret' },
      minimal: { '@lease': LEASE },
    },
    response: { full: { lease: LEASE_GRANTED }, minimal: { lease: LEASE_SHOWN } },
  },
  cancel: {
    request: { full: { '@lease': LEASE, '@credential': 'lc1.secret' }, minimal: { '@lease': LEASE } },
    response: { full: {}, minimal: {} },
  },
  subscribe: {
    request: {
      full: {
        '@after': '41',
        '@period': 'PT10M',
        name: 'n?te',
        schema: [XSD],
        method: [{ '@name': 'print' }],
        kind: ['document'],
        grade: 'exact',
      },
      minimal: {},
    },
    response: {
      full: { '@subscription': ID, '@events': 'http://stoa.example/events', '@after': '42', lease: LEASE_GRANTED },
      minimal: { '@subscription': ID, '@events': 'http://stoa.example/events', '@after': '42', lease: LEASE_SHOWN },
    },
  },
  spawn: {
    request: {
      full: { '@period': 'PT10M', '@result': true, name: 'results', schema: [{ '@location': '', ...XSD }] },
      minimal: { name: 'results' },
    },
    response: {
      full: {
        '@space': ID,
        '@uri': 'http://stoa.example/spaces/1',
        '@root': 'rc1.secret',
        '@writer': 'wc1.secret',
        lease: LEASE_GRANTED,
        advertisement: AD,
      },
      minimal: {
        '@space': ID,
        '@uri': 'http://stoa.example/spaces/1',
        '@root': 'rc1.secret',
        lease: LEASE_SHOWN,
        advertisement: AD,
      },
    },
  },
  destroy: {
    request: { full: { '@credential': 'rc1.secret' }, minimal: {} },
    response: { full: {}, minimal: {} },
  },
  policy: {
    request: {
      full: { '@version': 2, '@credential': 'rc1.secret', access: ACCESS, quota: QUOTA },
      minimal: {},
    },
    response: {
      full: { '@version': 3, access: ACCESS, quota: QUOTA },
      minimal: { '@version': 0, access: {} },
    },
  },
  replaceRoot: {
    request: {
      full: { '@seed': 'c2VlZA'.repeat(8), '@credential': 'rc1.secret' },
      minimal: { '@seed': 'c2VlZA'.repeat(8) },
    },
    response: { full: { '@root': 'rc2.secret' }, minimal: { '@root': 'rc2.secret' } },
  },
  openGate: {
    request: {
      full: {
        '@id': ID,
        '@carry': 'relay',
        '@period': 'PT10M',
        method: ['print', 'cancel'],
        component: [{ '@element': '{urn:example:print}print', '@fingerprint': 's1:00ff' }],
      },
      minimal: { '@id': ID },
    },
    response: {
      full: {
        '@gate': GATE,
        '@uri': 'http://stoa.example/relay/abc',
        '@carry': 'relay',
        '@binding': 'stoa-http',
        '@expires': LATER,
        '@credential': 'eyJ.eyJ.sig',
        '@credentialExpires': LATER,
        '@control': 'gc1.secret',
        method: ['print', 'cancel'],
        advertisement: AD,
      },
      minimal: {
        '@gate': GATE,
        '@uri': 'http://printer.example/',
        '@carry': 'direct',
        '@binding': 'stoa-http',
        '@expires': LATER,
        '@control': 'gc1.secret',
        method: ['print'],
        advertisement: AD,
      },
    },
  },
  refreshGate: {
    request: {
      full: { '@gate': GATE, '@control': 'gc1.secret' },
      minimal: { '@gate': GATE, '@control': 'gc1.secret' },
    },
    response: {
      full: { '@expires': LATER, '@credential': 'eyJ.eyJ.sig', '@credentialExpires': LATER },
      minimal: { '@expires': LATER },
    },
  },
  closeGate: {
    request: {
      full: { '@gate': GATE, '@control': 'gc1.secret' },
      minimal: { '@gate': GATE, '@control': 'gc1.secret' },
    },
    response: { full: {}, minimal: {} },
  },
};

/** An event as it is sent to a subscriber; all its members are required. */
export const EVENT_SAMPLE: EventValue = {
  '@event': 'published',
  '@sequence': '42',
  '@id': ID,
  '@kind': 'document',
  '@name': 'note',
  '@version': 1,
  '@at': NOW,
};
