import { isElement, parseXml, writeXml } from '../xml/index.js';
import type { CommandContext } from './command.js';

/** Prints XML for people: indented, unless it holds text beside elements. */
export const printXml = (context: Pick<CommandContext, 'print'>, xml: string): void => {
  const { root } = parseXml(xml);
  const hasText = root.children.some((node) => !isElement(node) && node.trim() !== '');
  context.print(writeXml(root, hasText ? {} : { indent: '  ' }));
};
