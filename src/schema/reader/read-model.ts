import { DEFAULT_SCHEMA_LIMITS } from '../../base/index.js';
import type { SchemaLimits } from '../../base/index.js';
import type { SchemaDocument } from '../facade.js';
import type { ComponentModel } from '../model/components.js';
import { checkContent } from './check-content.js';
import { createBuilder } from './create-builder.js';
import { loadDocuments } from './documents.js';
import { createReport, limitError } from './report.js';
import { collectSymbols } from './symbols.js';
import { checkSyntax } from './syntax.js';

/**
 * Reads schema documents given together into a component model.
 *
 * @throws {StoaError} `SCHEMA_INVALID` with findings, `SCHEMA_LIMIT_EXCEEDED` with the limit
 */
export const readModel = (
  documents: readonly SchemaDocument[],
  limits: SchemaLimits = DEFAULT_SCHEMA_LIMITS,
): ComponentModel => {
  if (documents.length > limits.maxDocuments)
    throw limitError('maxDocuments', limits, 'the set has too many schema documents');
  const report = createReport(limits);
  for (const document of documents) checkSyntax(report, document);
  report.assertClean();
  const symbols = collectSymbols(report, loadDocuments(report, documents));
  report.assertClean();
  const builder = createBuilder(report, symbols);
  const model = builder.build();
  report.assertClean();
  for (const type of builder.complexTypes()) checkContent(report, type);
  report.assertClean();
  return model;
};
