import type { Caller, DocumentId, SubscriptionId } from '../base/index.js';
import { createUrn } from '../base/index.js';
import type { CountedRates } from './access/take-call.js';
import type { SpaceAccess } from './access/space-access.js';
import type { SpaceKeys } from './admission.js';
import type { SharedModels } from './content/index.js';
import type { AdvertisementTexts } from './documents/advertisement-texts.js';
import type { SeenCalls } from './documents/seen-calls.js';
import type { Views } from './documents/views.js';
import type { DocumentLeases } from './lease/document-leases.js';
import type { Asking } from './liveness/asking.js';
import type { Watching } from './liveness/watching.js';
import type { KeptAnswers } from './lookup/kept-answers.js';
import type { Matcher } from './lookup/matcher.js';
import type { TailoredSets } from './lookup/tailored-sets.js';
import type { Projection } from './projection/index.js';
import type { Subscriptions } from './events/subscriptions.js';
import type { Asker } from './schemas/index.js';
import type { ServerParts, SpaceParts } from './parts.js';
import type { Writer } from './writer/index.js';

/** What all spaces of a server share. */
export interface SharedParts extends ServerParts {
  readonly models: SharedModels;
  readonly texts: AdvertisementTexts;
  readonly views: Views;
  readonly tailored: TailoredSets;
  readonly matcher: Matcher;
  /** Asks services whether they are there; `undefined` where nothing is asked. */
  readonly asking: Asking | undefined;
}

/** The parts of one open space, handed to its operations. */
export interface SpaceContext extends SpaceParts {
  readonly shared: SharedParts;
  readonly keys: SpaceKeys;
  readonly access: SpaceAccess;
  readonly rates: CountedRates;
  readonly projection: Projection;
  /** For whom an operation is done; none of the server's own has one. */
  readonly asker?: Asker;
  readonly writer: Writer;
  readonly leases: DocumentLeases;
  readonly answers: KeptAnswers;
  /** How calls of its services went. */
  readonly calls: SeenCalls;
  /** Whether its services are there. */
  readonly watching: Watching;
  readonly subscriptions: Subscriptions;
  /** Sequence of the log entry applied last. */
  readonly sequence: () => number;
  /** Aborted when the space ends or the server stops. */
  readonly signal: AbortSignal;
  /** @throws {StoaError} `SPACE_GONE` once the space has ended */
  readonly assertOpen: () => void;
}

/** The parts of a space for an operation that may need much work: it counts for the caller. */
export const askedBy = (context: SpaceContext, { subject }: Caller): SpaceContext => ({ ...context, asker: subject });

/** A fresh id for a document or a subscription. */
export const createId = <Id extends DocumentId | SubscriptionId>({ collaborators }: SharedParts): Id =>
  createUrn<Id>(collaborators);
