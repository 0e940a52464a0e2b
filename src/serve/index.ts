export { attachService } from './attach-service.js';
export { connect } from './connect.js';
export type { Connect } from './connect.js';
export { findNear } from './connect-near.js';
export type { ConnectNearOptions } from './connect-near.js';
export type { AnnounceOptions, RunningService, ServedService, ServeOptions } from './model.js';
export { serve } from './serve.js';
