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
  readonly of: (document: SeenDocument) => Seen;
  /** Of the methods of a service those that the caller may open gates for. */
  readonly methodsOf: (document: SeenDocument) => readonly string[];
  /** Whether a document is seen whole without looking at more of it. */
  readonly isWhole: (document: Pick<SeenDocument, 'guarded'>) => boolean;
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

/** What a caller with these rights sees of the documents of a space. */
export const createSight = ({ keys }: { readonly keys: SpaceKeys }, caller: Caller, rights: Rights): Sight => {
  let isRoot: boolean | undefined;
  /** Somebody in particular, whose credential is looked at only if it matters. */
  const isKnown = (): boolean =>
    caller.authenticated ||
    rights.isAdministrator ||
    (isRoot ??= caller.credentials.length > 0 && keys.isRoot(caller.credentials));
  const isWhole = ({ guarded }: Pick<SeenDocument, 'guarded'>): boolean => rights.seesAll && (!guarded || isKnown());
  return {
    rights,
    isWhole,
    of: (document) => {
      if (isWhole(document)) return 'complete';
      const seen = seeGranted(rights, document);
      return document.guarded && seen !== 'hidden' && !isKnown() ? 'protected' : seen;
    },
    methodsOf: (document) => (document.guarded && !isKnown() ? [] : rights.methodsOf(document.name, toNames(document))),
  };
};
