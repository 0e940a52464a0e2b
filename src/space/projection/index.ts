export { createProjection } from './projection.js';
export type { Projection, ProjectionOptions, RowQueue } from './projection.js';
export { toEntry, toWrittenEntry } from './row.js';
export type { EntryLease, EntrySource, Row, SharedComponents, Slot } from './row.js';
export { RowList } from './row-list.js';
export type { RowTable } from './row-table.js';
export type { ComponentIndex, IndexedComponent } from './shared-components.js';
