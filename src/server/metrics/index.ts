export { createMetrics } from './create-metrics.js';
export type { MeteredParts, Metrics } from './create-metrics.js';
export type { ReaderRules } from './readers.js';
