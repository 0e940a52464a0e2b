/** Constructors of errors by the name that they are written by. */
export const ERROR_TYPES: ReadonlyMap<string, { readonly prototype: Error }> = new Map<string, ErrorConstructor>([
  ['Error', Error],
  ['EvalError', EvalError],
  ['RangeError', RangeError],
  ['ReferenceError', ReferenceError],
  ['SyntaxError', SyntaxError],
  ['TypeError', TypeError],
  ['URIError', URIError],
]);

const AGGREGATE = 'AggregateError';

/** Own properties of an error that are no enumerable ones; the stack is none of them: it names files of the writer. */
export const HIDDEN_ERROR_MEMBERS: readonly string[] = ['message', 'cause', 'errors'];

/** Name of the type of which `prototype` is the prototype, or `undefined` when it is of none. */
export const findErrorType = (prototype: object | null): string | undefined => {
  if (prototype === AggregateError.prototype) return AGGREGATE;
  for (const [name, type] of ERROR_TYPES) if (type.prototype === prototype) return name;
  return undefined;
};

/** A new error of that type with nothing of its own, or `undefined` when there is no such type. */
export const findNewError = (name: string): Error | undefined => {
  const prototype = name === AGGREGATE ? AggregateError.prototype : ERROR_TYPES.get(name)?.prototype;
  if (prototype === undefined) return undefined;
  const error = Object.setPrototypeOf(new TypeError(), prototype) as Error;
  // Where it was read is not where it was thrown.
  Reflect.deleteProperty(error, 'stack');
  return error;
};
