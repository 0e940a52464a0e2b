export { attachService } from './attach-service.js';
export { connect } from './connect.js';
export type { RunningService, ServedService, ServeOptions } from './model.js';
export { serve } from './serve.js';
