export { attachService } from './attach-service.js';
export { connect } from './connect.js';
export type { AnnounceOptions, RunningService, ServedService, ServeOptions } from './model.js';
export { serve } from './serve.js';
