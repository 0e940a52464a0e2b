import type { MessageOptions, Source } from '../schema/runtime/index.js';
import type { TypedValue } from '../schema/index.js';
import {
  decodeCancelResponse,
  decodeCloseGateResponse,
  decodeDestroyResponse,
  decodeLookupResponse,
  decodeOpenGateResponse,
  decodePolicyResponse,
  decodePublishResponse,
  decodeReadResponse,
  decodeRefreshGateResponse,
  decodeRemoveResponse,
  decodeRenewResponse,
  decodeSpawnResponse,
  decodeSubscribeResponse,
  decodeUpdateResponse,
  encodeCancel,
  encodeCloseGate,
  encodeDestroy,
  encodeLookup,
  encodeOpenGate,
  encodePolicy,
  encodePublish,
  encodeRead,
  encodeRefreshGate,
  encodeRemove,
  encodeRenew,
  encodeSpawn,
  encodeSubscribe,
  encodeUpdate,
} from './generated/space.js';
import type { SpaceMethod } from './space-messages.js';

/** How a client writes the requests of a method and reads its answers. */
interface MethodCodec {
  readonly encode: (request: TypedValue, options?: MessageOptions) => string;
  readonly decode: (answer: Source) => TypedValue;
}

/** The client's codecs of all methods of a space: generated, so that a client needs no reader of schemas to speak to one. */
export const SPACE_CODECS: Readonly<Record<SpaceMethod, MethodCodec>> = {
  publish: { encode: encodePublish, decode: decodePublishResponse },
  update: { encode: encodeUpdate, decode: decodeUpdateResponse },
  read: { encode: encodeRead, decode: decodeReadResponse },
  remove: { encode: encodeRemove, decode: decodeRemoveResponse },
  lookup: { encode: encodeLookup, decode: decodeLookupResponse },
  renew: { encode: encodeRenew, decode: decodeRenewResponse },
  cancel: { encode: encodeCancel, decode: decodeCancelResponse },
  subscribe: { encode: encodeSubscribe, decode: decodeSubscribeResponse },
  spawn: { encode: encodeSpawn, decode: decodeSpawnResponse },
  destroy: { encode: encodeDestroy, decode: decodeDestroyResponse },
  policy: { encode: encodePolicy, decode: decodePolicyResponse },
  openGate: { encode: encodeOpenGate, decode: decodeOpenGateResponse },
  refreshGate: { encode: encodeRefreshGate, decode: decodeRefreshGateResponse },
  closeGate: { encode: encodeCloseGate, decode: decodeCloseGateResponse },
};
