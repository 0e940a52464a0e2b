import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { StoaError, findIdInPath } from '../base/index.js';
import type { Caller, DocumentId, ScheduledCall, SpaceId } from '../base/index.js';
import { ATTACH_PROTOCOL, CLOSE_CODES, readFrame, writeFrame } from '../gate/index.js';
import type { FrameChannel, HeldAttachment } from '../gate/index.js';
import type { Space } from '../space/index.js';
import type { RequestJudge } from './guard.js';
import type { HttpServices } from './model.js';
import { toRawProblem } from './problem-reply.js';

/** Path of the WebSocket of a service, as fastify writes it. */
export const ATTACHMENT_ROUTE = '/spaces/:space/documents/:id/attachment';

const ATTACHMENT_PATH = /^\/spaces\/([^/?]+)\/documents\/([^/?]+)\/attachment$/;

/** How long a service may take to say who it is, in milliseconds. */
const ATTACH_TIMEOUT_MS = 10_000;

/** Most connections that have not said yet who they are: whoever reaches the server can open them. */
const MAX_UNKNOWN = 1_000;

/** What a frame may hold besides a body of the largest size, in bytes. */
const MAX_HEAD_BYTES = 65_536 + 4;

const NO_STATUS_CODE = 1005;

interface Target {
  readonly space: Space;
  readonly document: DocumentId;
  readonly caller: Caller;
}

const readTarget = async (request: IncomingMessage, { spaces, authentication }: HttpServices): Promise<Target> => {
  const [, place, id] = ATTACHMENT_PATH.exec(request.url ?? '') ?? [];
  if (place === undefined || id === undefined)
    throw new StoaError('ROUTE_NOT_FOUND', 'there is no WebSocket at this path');
  const spaceId = findIdInPath<SpaceId>(place);
  const document = findIdInPath<DocumentId>(id);
  const space = spaces.findByAlias(place) ?? (spaceId && (await spaces.get(spaceId)));
  if (!space) throw new StoaError('SPACE_NOT_FOUND', `expected a UUID or a URN, got ${place.slice(0, 100)}`);
  if (!document) throw new StoaError('DOCUMENT_NOT_FOUND', `expected a UUID or a URN, got ${id.slice(0, 100)}`);
  return { space, document, caller: await authentication.authenticate(request) };
};

const createChannel = (socket: WebSocket, drained: () => void): FrameChannel => ({
  send: (frame) => socket.send(frame, { binary: true }, drained),
  bufferedBytes: () => socket.bufferedAmount,
  close: (code, reason) => socket.close(code, reason),
});

/** The reason of a refused attachment is the code of the problem: there is no room for more in a close frame. */
const refuse = (socket: WebSocket, thrown: unknown): void =>
  socket.close(CLOSE_CODES.refused, StoaError.from(thrown).code);

/** Sends pings, and looks whether the service still holds its document; ends connections that answer nothing. */
const startHeartbeat = (
  socket: WebSocket,
  { clock, settings }: HttpServices,
  isHeld: () => Promise<unknown>,
): ScheduledCall => {
  let isAlive = true;
  const beat = (): void => {
    if (!isAlive) {
      socket.terminate();
      return;
    }
    isAlive = false;
    socket.ping();
    isHeld().catch((thrown: unknown) => refuse(socket, thrown));
    timer = arm();
  };
  const arm = (): ScheduledCall => clock.callAt(clock.nowMs() + settings.heartbeatMs, beat);
  let timer = arm();
  socket.on('pong', () => {
    isAlive = true;
  });
  return { cancel: () => timer.cancel() };
};

interface Welcoming {
  readonly services: HttpServices;
  /** Connections that have not said yet who they are. */
  readonly unknown: Set<WebSocket>;
}

/** Takes the first frame, which says who the service is, then hands over all that follows. */
const welcome = (socket: WebSocket, { space, document, caller }: Target, { services, unknown }: Welcoming): void => {
  const { clock, attachments, log } = services;
  unknown.add(socket);
  let held: HeldAttachment | undefined;
  let hasBegun = false;
  const late = clock.callAt(clock.nowMs() + ATTACH_TIMEOUT_MS, () =>
    refuse(socket, new StoaError('REQUEST_TIMEOUT', 'no attach frame came in time')),
  );
  const stops: ScheduledCall[] = [late];

  const begin = async (bytes: Uint8Array): Promise<void> => {
    const frame = readFrame(bytes);
    if (frame.kind !== 'attach') throw new StoaError('REQUEST_MALFORMED', 'expected an attach frame first');
    const { credential } = frame;
    space.takeCall(caller);
    const isHeld = () => space.assertHolder(caller, { id: document, credential });
    await isHeld();
    late.cancel();
    unknown.delete(socket);
    // It may have hung up meanwhile.
    if (socket.readyState !== socket.OPEN) return;
    const channel = createChannel(socket, () => held?.drained());
    channel.send(writeFrame({ kind: 'attached' }));
    held = attachments.attach({ space: space.id, document, window: frame.window }, channel);
    stops.push(startHeartbeat(socket, services, isHeld));
  };

  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (!isBinary) refuse(socket, new StoaError('REQUEST_MALFORMED', 'expected binary frames'));
    else if (held) held.receive(data);
    else if (hasBegun)
      refuse(socket, new StoaError('REQUEST_MALFORMED', 'expected no frame before the attachment stands'));
    else {
      hasBegun = true;
      begin(data).catch((thrown: unknown) => refuse(socket, thrown));
    }
  });
  socket.on('close', (code) => {
    unknown.delete(socket);
    for (const stop of stops) stop.cancel();
    held?.closed();
    if (code !== NO_STATUS_CODE) log.debug({ document, code }, 'an attachment was closed');
  });
  socket.on('error', (error) => log.debug({ document, error }, 'an attachment failed'));
};

/**
 * Takes the WebSockets (RFC 6455) of services that attach to their space. Requests are judged as all others; what is
 * refused before the upgrade is answered with a problem document.
 */
export const takeAttachments = (app: FastifyInstance, services: HttpServices, judge: RequestJudge): void => {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: services.settings.xmlLimits.maxBytes + MAX_HEAD_BYTES,
    handleProtocols: (offered) => (offered.has(ATTACH_PROTOCOL) ? ATTACH_PROTOCOL : false),
  });
  const unknown = new Set<WebSocket>();
  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const refused = judge(request);
    if (refused) throw refused;
    const target = await readTarget(request, services);
    const offered = request.headers['sec-websocket-protocol'] ?? '';
    if (!offered.split(',').some((name) => name.trim() === ATTACH_PROTOCOL))
      throw new StoaError('REQUEST_MALFORMED', `expected the subprotocol ${ATTACH_PROTOCOL}`);
    if (unknown.size >= MAX_UNKNOWN)
      throw new StoaError('TOO_MANY_TASKS', `${MAX_UNKNOWN} connections have not said yet who they are`, {
        retryAfterSeconds: ATTACH_TIMEOUT_MS / 1000,
      });
    server.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.binaryType = 'nodebuffer';
      welcome(webSocket, target, { services, unknown });
    });
  };
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', (error) => services.log.debug({ error }, 'a connection failed before its upgrade'));
    upgrade(request, socket, head).catch((thrown: unknown) => socket.end(toRawProblem(StoaError.from(thrown))));
  });
};
