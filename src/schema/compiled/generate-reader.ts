import type { XmlElement } from '../../xml/index.js';
import type { ElementPlan } from '../plan/model.js';
import type { TypedValue } from '../values.js';
import { code } from './code.js';
import type { Program } from './program.js';
import { isReadByVisitor, readElement } from './read-element.js';
import { createReaderBuilder } from './reader-builder.js';
import type { ReaderParts } from './reader-builder.js';

/** What a reader's program answers: a value (`true` when only checking), or `undefined` or `false` when it gives up. */
export type CompiledReader = (element: XmlElement, source: string | undefined) => TypedValue;

/**
 * The program that reads documents whose root is of a declaration; `undefined` when all of it would be left to the
 * interpreted twin.
 *
 * @throws {StoaError} `SCHEMA_LIMIT_EXCEEDED` when it becomes too long or takes too many steps to make
 */
export const generateReader = (root: ElementPlan, parts: ReaderParts): Program | undefined => {
  if (isReadByVisitor(root)) return undefined;
  const builder = createReaderBuilder(parts, readElement);
  const { program, support, build } = builder;
  const read = builder.readElement(root);
  const finish = program.share(support.finish);
  const result = build
    ? code`x.visit === undefined || v === undefined || ${finish}(x, c) ? v : undefined`
    : code`v && (x.visit === undefined || ${finish}(x, c))`;
  return program.finish(code`function (c, source) {
const x = { source, visit: undefined };
const v = ${read};
return ${result};
}`);
};
