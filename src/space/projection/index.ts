export { createProjection } from './projection.js';
export type { Projection } from './projection.js';
export { toEntry } from './row.js';
export type { Row, SharedComponents } from './row.js';
export { RowList } from './row-list.js';
export type { IndexedComponent } from './shared-components.js';
