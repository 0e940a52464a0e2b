import type { Log } from '../base/index.js';
import type { Attachments } from '../gate/index.js';
import type { Spaces } from '../space/index.js';

/** Attachments of which their spaces know: a service that attaches is there, whatever was thought of it. */
export const noteAttached = (attachments: Attachments, spaces: Spaces, log: Log): Attachments => ({
  ...attachments,
  attach: (service, channel) => {
    const held = attachments.attach(service, channel);
    spaces.get(service.space).then(
      (space) => space.noteReached(service.document),
      (err: unknown) => log.debug({ err }, 'a service attached to a space that is gone'),
    );
    return held;
  },
});
