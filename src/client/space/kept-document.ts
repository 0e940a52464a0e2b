import type { HeldDocument, PublishOptions } from '../model.js';
import type { LeaseNews } from './keep-lease.js';

/** How a document is kept in a space, and what its publisher is told. */
export interface KeepPublishedOptions extends Pick<PublishOptions, 'name' | 'periodMs'>, LeaseNews {
  /** It was published again, since the space had lost it; its id and its lease are others unless it has a URN of its own. */
  readonly onPublished?: (held: HeldDocument) => void;
}

/** A document that stays published. */
export interface KeptDocument {
  /** As it was published last. */
  readonly current: () => HeldDocument;
  /** Renews and publishes no more; the document ends with its lease. */
  readonly stop: () => void;
  /** Stops, and removes the document. */
  readonly withdraw: () => Promise<void>;
}
