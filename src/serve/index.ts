export { attachService } from './attach-service.js';
export type { RunningService, ServedService, ServeOptions } from './model.js';
export { serve } from './serve.js';
