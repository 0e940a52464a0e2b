import type { ResultHandle } from '../client/index.js';
import type { CommandContext } from './command.js';
import { printXml } from './print-xml.js';

/** Prints the documents of results as they come; throws what the work ended with. */
export const printResults = async (context: CommandContext, results: ResultHandle): Promise<void> => {
  for await (const { name, xml } of results.documents()) {
    if (context.format === 'json') context.print(JSON.stringify({ name, xml }));
    else printXml(context, xml);
  }
  await results.answer();
};
