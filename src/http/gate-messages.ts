import { StoaError, findDurationMs, toDateTime } from '../base/index.js';
import type { Caller, DocumentId, GateId, SpaceId } from '../base/index.js';
import type { GateDesk, OpenGate, OpenGateInput } from '../gate/index.js';
import { OWN_NAMESPACES } from '../protocol/index.js';
import type { GateValue, OpenGateRequest, RefreshGateResponse, SpaceMethod } from '../protocol/index.js';
import type { SpaceMessage } from '../space/index.js';

/** Methods of a space that its desk answers. */
export type GateMethod = Extract<SpaceMethod, 'openGate' | 'refreshGate' | 'closeGate'>;

/** A message for the desk. */
export type GateMessage = Extract<SpaceMessage, { readonly method: GateMethod }>;

/** Whether a message is for the desk and not for the space itself. */
export const isGateMessage = (message: SpaceMessage): message is GateMessage =>
  message.method === 'openGate' || message.method === 'refreshGate' || message.method === 'closeGate';

const readPeriod = (text: string): number => {
  const periodMs = findDurationMs(text);
  if (periodMs !== undefined) return periodMs;
  throw new StoaError('PARAMETER_INVALID', `expected a duration without years and months, got ${text.slice(0, 100)}`);
};

const toOpenGateInput = (request: OpenGateRequest): OpenGateInput => ({
  id: request['@id'] as DocumentId,
  methods: request.method ?? [],
  ...(request['@carry'] !== undefined && { carry: request['@carry'] }),
  ...(request['@period'] !== undefined && { periodMs: readPeriod(request['@period']) }),
  ...(request['@key'] !== undefined && { keyThumbprint: request['@key'] }),
  ...(request.component !== undefined && {
    components: request.component.map((one) => ({ element: one['@element'], fingerprint: one['@fingerprint'] })),
  }),
});

const toCredentialValue = (gate: Pick<OpenGate, 'credential' | 'credentialExpiresAtMs'>) => ({
  ...(gate.credential !== undefined && { '@credential': gate.credential }),
  ...(gate.credentialExpiresAtMs !== undefined && { '@credentialExpires': toDateTime(gate.credentialExpiresAtMs) }),
});

/** The address of a relay is made whole with the URL of its space. */
const toUri = ({ carry, uri }: Pick<OpenGate, 'carry' | 'uri'>, spaceUrl: string): string =>
  carry === 'relay' ? `${spaceUrl}/${uri}` : uri;

/** A gate as its message says it. */
const toGateValue = (gate: OpenGate, spaceUrl: string): GateValue => ({
  '@gate': gate.id,
  '@uri': toUri(gate, spaceUrl),
  '@carry': gate.carry,
  '@binding': gate.binding,
  '@expires': toDateTime(gate.expiresAtMs),
  '@control': gate.control,
  ...(gate.renewal !== undefined && { '@renewal': gate.renewal }),
  ...toCredentialValue(gate),
  method: gate.methods,
  advertisement: { [`{${OWN_NAMESPACES.advertisement}}advertisement`]: [gate.advertisement] },
});

/** Where a gate message goes. */
export interface GateContext {
  readonly desk: GateDesk;
  readonly caller: Caller;
  readonly space: SpaceId;
  readonly spaceUrl: string;
}

/** Answers a gate message; throws what the desk throws. */
export const performGateMessage = async (context: GateContext, message: GateMessage): Promise<object> => {
  const { desk, caller, space, spaceUrl } = context;
  switch (message.method) {
    case 'openGate':
      return toGateValue(await desk.open(caller, space, toOpenGateInput(message.request)), spaceUrl);
    case 'refreshGate': {
      const { '@gate': gate, '@control': control } = message.request;
      const refreshed = await desk.refresh(space, gate as GateId, control);
      const answer: RefreshGateResponse = {
        '@expires': toDateTime(refreshed.expiresAtMs),
        '@uri': toUri(refreshed, spaceUrl),
        ...toCredentialValue(refreshed),
      };
      return answer;
    }
    case 'closeGate':
      await desk.close(space, message.request['@gate'] as GateId, message.request['@control']);
      return {};
  }
};
