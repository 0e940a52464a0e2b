import { listIds } from '../simple/ids.js';
import type { QNameContext, SimpleType } from '../simple/model.js';
import { noteValue, pathOf } from './writer.js';
import type { Writing } from './writer.js';

/** Keeps the IDs in a text that was written and references to them; two equal IDs break `cvc-id.2`. */
export const keepWrittenIds = (
  writer: Writing,
  { type, text, qnames }: { readonly type: SimpleType; readonly text: string; readonly qnames: QNameContext },
): void => {
  if (!type.runtime.holdsIds) return;
  for (const { kind, value } of listIds(type, text, qnames)) {
    if (kind === 'IDREF') {
      if (!writer.references.has(value)) writer.references.set(value, pathOf(writer));
      continue;
    }
    if (writer.ids.has(value)) noteValue(writer, { rule: 'cvc-id.2', message: `the ID ${value} stands twice` });
    writer.ids.add(value);
  }
};

/** Compares IDs and references at the end of a message (`cvc-id.1`). */
export const checkWrittenReferences = (writer: Writing): void => {
  for (const [value, path] of writer.references) {
    if (writer.ids.has(value) || writer.findings.length >= writer.maxFindings) continue;
    writer.findings.push({ rule: 'cvc-id.1', message: `expected an element with the ID ${value}, found none`, path });
  }
};
