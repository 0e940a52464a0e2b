import type { ComponentKind, Fingerprint } from '../../schema/index.js';
import { UNKNOWN_OUTLINE } from '../../schema/index.js';
import type { AdvertisedComponent, ComponentRole } from '../tables/index.js';
import { Chains } from './chains.js';
import { Column } from './column.js';
import type { Hashing } from './hash.js';
import type { NameTable } from './name-table.js';
import { SlotIndex } from './slot-index.js';

const KINDS: readonly ComponentKind[] = ['element', 'type'];
const ROLES: readonly ComponentRole[] = ['request', 'answer', 'both', 'none'];
const PRINT_BYTES = 32;
const OUTLINE_BYTES = UNKNOWN_OUTLINE.length / 2;
const PRINT_PREFIX = 's1:';
/** Spreads the numbers of names, which follow one another. */
const NAME_FACTOR = 0x9e3779b1;

/** Kind and role in one number. */
const formOf = ({ kind, role }: Pick<AdvertisedComponent, 'kind' | 'role'>): number =>
  KINDS.indexOf(kind) * ROLES.length + ROLES.indexOf(role);

/** Writes the bytes of a fingerprint, which is a hash in hexadecimal, to `target`. */
const readPrint = (fingerprint: Fingerprint, target: Uint8Array): void => {
  for (let at = 0; at < PRINT_BYTES; at++) target[at] = byteAt(fingerprint, PRINT_PREFIX.length + at * 2);
};

/** The byte of two hexadecimal digits. */
const byteAt = (text: string, at: number): number =>
  (digitOf(text.charCodeAt(at)) << 4) | digitOf(text.charCodeAt(at + 1));

/** Value of a hexadecimal digit in lower case. */
const digitOf = (code: number): number => (code < 0x3a ? code - 0x30 : code - 0x57);

const DIGITS = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

const formatBytes = (bytes: Uint8Array, from: number, length: number): string => {
  const codes: number[] = [];
  for (let at = from; at < from + length; at++) {
    const value = bytes[at] ?? 0;
    codes.push(DIGITS[value >> 4] ?? 0, DIGITS[value & 15] ?? 0);
  }
  return String.fromCharCode(...codes);
};

/** A distinct component: its place in the columns, from 1. */
export type ComponentNumber = number;

/** Every distinct component of a space once, in columns: some 85 bytes each beside its name. */
export class ComponentTable {
  readonly #names: NameTable;
  readonly #hashing: Hashing;
  readonly #forms = new Column((length) => new Uint8Array(length));
  readonly #nameNumbers = new Column((length) => new Uint32Array(length));
  readonly #prints = new Column((length) => new Uint8Array(length), PRINT_BYTES);
  readonly #outlines = new Column((length) => new Uint8Array(length), OUTLINE_BYTES);
  readonly #uses = new Column((length) => new Uint32Array(length));
  /** Components of one name, of either kind. */
  readonly #sameName = new Chains();
  readonly #index: SlotIndex;
  readonly #free: ComponentNumber[] = [];
  readonly #wanted = new Uint8Array(PRINT_BYTES);
  #last = 0;

  constructor(names: NameTable, hashing: Hashing) {
    this.#names = names;
    this.#hashing = hashing;
    this.#index = new SlotIndex({
      hashOf: (number) => this.#hash(this.#nameNumbers.get(number), this.#prints.values, number * PRINT_BYTES),
    });
  }

  /** The number of a component, one use more. */
  use(component: AdvertisedComponent): ComponentNumber {
    readPrint(component.fingerprint, this.#wanted);
    const form = formOf(component);
    const number = this.#find(this.#names.find(component.name), form) || this.#add(component, form);
    this.#uses.set(number, this.#uses.get(number) + 1);
    return number;
  }

  /** How many sets hold a component. */
  uses(number: ComponentNumber): number {
    return this.#uses.get(number);
  }

  /** One use less. */
  release(number: ComponentNumber): void {
    const uses = this.#uses.get(number) - 1;
    this.#uses.set(number, uses);
    if (uses > 0) return;
    const name = this.#nameNumbers.get(number);
    this.#index.delete(number);
    this.#sameName.remove(name, number);
    this.#names.release(name);
    this.#free.push(number);
  }

  /** The component with a number. */
  get(number: ComponentNumber): AdvertisedComponent {
    const form = this.#forms.get(number);
    return {
      kind: KINDS[Math.floor(form / ROLES.length)] ?? 'type',
      name: this.#names.text(this.#nameNumbers.get(number)),
      fingerprint: `${PRINT_PREFIX}${formatBytes(this.#prints.values, number * PRINT_BYTES, PRINT_BYTES)}`,
      role: ROLES[form % ROLES.length] ?? 'none',
      outline: formatBytes(this.#outlines.values, number * OUTLINE_BYTES, OUTLINE_BYTES),
    };
  }

  name(number: ComponentNumber): string {
    return this.#names.text(this.#nameNumbers.get(number));
  }

  isKind(number: ComponentNumber, kind: ComponentKind): boolean {
    return Math.floor(this.#forms.get(number) / ROLES.length) === KINDS.indexOf(kind);
  }

  /** Whether a component is of a kind, and of the name with a number. */
  isOf(number: ComponentNumber, kind: ComponentKind, name: number): boolean {
    return this.#nameNumbers.get(number) === name && this.isKind(number, kind);
  }

  /** Components of a kind and name. */
  *find(kind: ComponentKind, name: string): Generator<ComponentNumber, void> {
    for (const number of this.#sameName.members(this.#names.find(name))) {
      if (this.isKind(number, kind)) yield number;
    }
  }

  /** Names that components of a kind have. */
  *namesOf(kind: ComponentKind): Generator<string, void> {
    for (const [text, name] of this.#names.entries()) {
      for (const number of this.#sameName.members(name)) {
        if (!this.isKind(number, kind)) continue;
        yield text;
        break;
      }
    }
  }

  /** Of the name too: types with other names but equal content have equal fingerprints. */
  #hash(name: number, prints: Uint8Array, at: number): number {
    return this.#hashing.ofUuid(prints, at) ^ Math.imul(name, NAME_FACTOR);
  }

  #find(name: number, form: number): ComponentNumber {
    if (name === 0) return 0;
    const isIt = (number: ComponentNumber): boolean =>
      this.#forms.get(number) === form && this.#nameNumbers.get(number) === name && this.#hasPrint(number);
    return this.#index.find(this.#hash(name, this.#wanted, 0), isIt);
  }

  #hasPrint(number: ComponentNumber): boolean {
    const prints = this.#prints.values;
    for (let at = 0; at < PRINT_BYTES; at++) if (prints[number * PRINT_BYTES + at] !== this.#wanted[at]) return false;
    return true;
  }

  #add({ name, outline }: AdvertisedComponent, form: number): ComponentNumber {
    const number = this.#free.pop() ?? ++this.#last;
    for (const column of [this.#forms, this.#nameNumbers, this.#prints, this.#outlines, this.#uses]) {
      if (!column.has(number)) column.growTo(number);
    }
    const nameNumber = this.#names.use(name);
    this.#forms.set(number, form);
    this.#nameNumbers.set(number, nameNumber);
    this.#prints.values.set(this.#wanted, number * PRINT_BYTES);
    for (let at = 0; at < OUTLINE_BYTES; at++)
      this.#outlines.values[number * OUTLINE_BYTES + at] = byteAt(outline, at * 2);
    this.#uses.set(number, 0);
    this.#index.add(number);
    this.#sameName.add(nameNumber, number);
    return number;
  }
}
