/** What reads streams of events: loaded with the first subscription, and by services that follow the closing of their gates. */
export { followClosures } from './closures.js';
export { createSubscriptions } from './subscribe.js';
