/** What reads streams of events: loaded with the first subscription, and by services that follow the closing of their gates. */
export { readStream } from './event-stream.js';
export { createSubscriptions } from './subscribe.js';
