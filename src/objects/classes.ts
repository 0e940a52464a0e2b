import { StoaError } from '../base/index.js';

/** How instances of one class are written and read. */
export interface ObjectClass<Instance extends object = object> {
  /** Instances whose prototype is that of this constructor are written by this class; those of a subclass are not. */
  readonly type: { readonly prototype: Instance };
  /** What is to be written in place of the instance: anything that can be written, other instances included. */
  encode(this: void, instance: Instance): unknown;
  /**
   * The instance of what `encode` answered, once that is complete. It comes from outside: a `decode` that throws refuses it. It may hold
   * references and cycles, but none that leads back to the instance.
   */
  decode(this: void, state: unknown): Instance;
}

/** Classes by the name under which they are written: a name stays for as long as documents with it are around. */
export type ObjectClasses = Readonly<Record<string, ObjectClass>>;

/** Classes ready for looking up. */
export interface ClassRegistry {
  readonly byName: ReadonlyMap<string, ObjectClass>;
  readonly byPrototype: ReadonlyMap<object, readonly [name: string, entry: ObjectClass]>;
}

const CLASS_NAME = /^[A-Za-z0-9_.:/-]{1,256}$/;

/**
 * Registers `classes`.
 *
 * @throws {StoaError} `VALUE_INVALID` for a name that cannot be written, or a type that has two
 */
export const createClassRegistry = (classes: ObjectClasses = {}): ClassRegistry => {
  const byName = new Map(Object.entries(classes));
  const byPrototype = new Map<object, readonly [string, ObjectClass]>();
  for (const [name, entry] of byName) {
    if (!CLASS_NAME.test(name))
      throw new StoaError(
        'VALUE_INVALID',
        `expected a name of 1 to 256 letters, digits and _.:/- for a class, found ${JSON.stringify(name)}`,
      );
    const other = byPrototype.get(entry.type.prototype)?.[0];
    if (other !== undefined)
      throw new StoaError('VALUE_INVALID', `"${other}" and "${name}" are classes of one type: it needs one name`);
    byPrototype.set(entry.type.prototype, [name, entry]);
  }
  return { byName, byPrototype };
};
