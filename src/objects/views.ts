type View = ArrayBuffer | ArrayBufferView<ArrayBuffer>;

/** What bytes may be seen as, by name, and how that is made of them. */
const VIEWS: ReadonlyMap<string, { readonly size: number; readonly make: (buffer: ArrayBuffer) => View }> = new Map([
  ['Uint8Array', { size: 1, make: (buffer: ArrayBuffer): View => new Uint8Array(buffer) }],
  ['ArrayBuffer', { size: 1, make: (buffer) => buffer }],
  ['DataView', { size: 1, make: (buffer) => new DataView(buffer) }],
  ['Int8Array', { size: 1, make: (buffer) => new Int8Array(buffer) }],
  ['Uint8ClampedArray', { size: 1, make: (buffer) => new Uint8ClampedArray(buffer) }],
  ['Int16Array', { size: 2, make: (buffer) => new Int16Array(buffer) }],
  ['Uint16Array', { size: 2, make: (buffer) => new Uint16Array(buffer) }],
  ['Int32Array', { size: 4, make: (buffer) => new Int32Array(buffer) }],
  ['Uint32Array', { size: 4, make: (buffer) => new Uint32Array(buffer) }],
  ['Float32Array', { size: 4, make: (buffer) => new Float32Array(buffer) }],
  ['Float64Array', { size: 8, make: (buffer) => new Float64Array(buffer) }],
  ['BigInt64Array', { size: 8, make: (buffer) => new BigInt64Array(buffer) }],
  ['BigUint64Array', { size: 8, make: (buffer) => new BigUint64Array(buffer) }],
]);

/** View that `bytes` have when nothing is said. */
export const DEFAULT_VIEW = 'Uint8Array';

/** The bytes that `value` shows, and as what; `undefined` when it is neither an `ArrayBuffer` nor one of the views of one. */
export const findViewed = (value: object): { readonly view: string; readonly bytes: Uint8Array } | undefined => {
  if (value instanceof ArrayBuffer) return { view: 'ArrayBuffer', bytes: new Uint8Array(value) };
  if (!ArrayBuffer.isView(value)) return undefined;
  // A subclass such as Node's Buffer is written as what it extends.
  const view = String(Reflect.get(value, Symbol.toStringTag));
  if (!VIEWS.has(view)) return undefined;
  return { view, bytes: new Uint8Array(value.buffer, value.byteOffset, value.byteLength) };
};

/** `bytes` seen as `view`; `undefined` when there is no such view or they are no whole number of its elements. */
export const findView = (view: string, bytes: Uint8Array): object | undefined => {
  const found = VIEWS.get(view);
  if (found === undefined || bytes.length % found.size !== 0) return undefined;
  return found.make(Uint8Array.from(bytes).buffer);
};
