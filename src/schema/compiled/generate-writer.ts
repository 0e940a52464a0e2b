import { defaultDeclaration } from '../codec/writer.js';
import type { EncodeOptions } from '../facade.js';
import type { ElementPlan } from '../plan/model.js';
import type { TypedValue } from '../values.js';
import { code } from './code.js';
import type { Program } from './program.js';
import { isWrittenByWriter, writeElement, writeRoot } from './write-element.js';
import type { WriteOutcome } from './write-support.js';
import { createWriterBuilder } from './writer-builder.js';
import type { WriterParts } from './writer-builder.js';

/**
 * What a writer's program answers: the message, `undefined` when it gives up, `false` when the message cannot be written with
 * the program's default namespace in force. It throws what escaping throws.
 */
export type CompiledWriter = (value: TypedValue, options: EncodeOptions) => WriteOutcome;

/**
 * The program that writes messages whose root is of a declaration; `undefined` when all of it would be left to the
 * interpreted twin. Indented messages and values from a command line are not for it.
 *
 * @throws {StoaError} `SCHEMA_LIMIT_EXCEEDED` when it becomes too long or takes too many steps to make
 */
export const generateWriter = (root: ElementPlan, parts: WriterParts): Program | undefined => {
  const builder = createWriterBuilder(parts, writeElement);
  if (isWrittenByWriter(builder, root)) return undefined;
  const { program, support, defaultNamespace } = builder;
  const { namespace, local } = root.declaration.name;
  const write = writeRoot(builder, root, defaultDeclaration(defaultNamespace));
  // The root's own prefix is the first that is given out, so its tag has a known length.
  const nameEnd = 1 + local.length + (namespace === defaultNamespace ? 0 : 'n1:'.length);
  const at = nameEnd + defaultDeclaration(defaultNamespace).length;
  return program.finish(code`function (o, options) {
const x = { options, writer: undefined, context: undefined };
const t = ${write}(o, x, 1);
return t === undefined || (x.writer === undefined && options.declaration !== true) ? t : ${program.share(support.finish)}(x, t, ${at});
}`);
};
