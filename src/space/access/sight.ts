import type { Caller } from '../../base/index.js';
import type { SpaceKeys } from '../admission.js';
import type { Rights } from './rules.js';

/**
 * What a caller sees of a document: nothing; that it is there, and where more of it is for others; all of it; or, of a service, the
 * part that these methods need.
 */
export type Seen = 'hidden' | 'protected' | 'complete' | readonly string[];

/** A document as far as it matters for who sees what of it. A row of the index is one. */
export interface SeenDocument {
  readonly name: string;
  /** It asks to be shown whole only to who proved who they are. */
  readonly guarded: boolean;
  /** Of a service: its methods. */
  readonly components: { readonly view: { readonly methods: readonly { readonly name: string }[] } };
}

/** What one caller sees. */
export interface Sight {
  readonly rights: Rights;
  of(document: SeenDocument): Seen;
  /** Of the methods of a service those that the caller may open gates for. */
  methodsOf(document: SeenDocument): readonly string[];
  /** Whether a document is seen whole without looking at more of it. */
  isWhole(document: Pick<SeenDocument, 'guarded'>): boolean;
}

const toNames = ({ components }: SeenDocument): readonly string[] => components.view.methods.map(({ name }) => name);

const seeGranted = (rights: Rights, document: SeenDocument): Seen => {
  const { name } = document;
  if (!rights.may('read', name)) return rights.may('lookup', name) ? 'protected' : 'hidden';
  const methods = toNames(document);
  if (methods.length === 0) return 'complete';
  const granted = rights.methodsOf(name, methods);
  if (granted.length === 0) return 'protected';
  return granted.length === methods.length ? 'complete' : granted;
};

class CallerSight implements Sight {
  readonly rights: Rights;
  readonly #keys: SpaceKeys;
  readonly #caller: Caller;
  /** Somebody in particular, whose credential is looked at only if it matters. */
  #isKnown: boolean | undefined;

  constructor(keys: SpaceKeys, caller: Caller, rights: Rights) {
    this.rights = rights;
    this.#keys = keys;
    this.#caller = caller;
  }

  isWhole(document: Pick<SeenDocument, 'guarded'>): boolean {
    return this.rights.seesAll && (!document.guarded || this.#knows());
  }

  of(document: SeenDocument): Seen {
    if (this.isWhole(document)) return 'complete';
    const seen = seeGranted(this.rights, document);
    return document.guarded && seen !== 'hidden' && !this.#knows() ? 'protected' : seen;
  }

  methodsOf(document: SeenDocument): readonly string[] {
    if (document.guarded && !this.#knows()) return [];
    return this.rights.methodsOf(document.name, toNames(document));
  }

  #knows(): boolean {
    const { authenticated, credentials } = this.#caller;
    this.#isKnown ??=
      authenticated || this.rights.isAdministrator || (credentials.length > 0 && this.#keys.isRoot(credentials));
    return this.#isKnown;
  }
}

/** What a caller with these rights sees of the documents of a space. */
export const createSight = ({ keys }: { readonly keys: SpaceKeys }, caller: Caller, rights: Rights): Sight =>
  new CallerSight(keys, caller, rights);
