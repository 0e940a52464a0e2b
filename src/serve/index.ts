export type { RunningService, ServedService, ServeOptions } from './model.js';
export { serve } from './serve.js';
