import { given } from '../../base/index.js';
import type { Operation } from './model.js';

export const replaceRootOperation: Operation<'replaceRoot'> = async ({ spaces }, { space, caller, request }) => ({
  '@root': await spaces.replaceRoot(caller, space.id, {
    seed: request['@seed'],
    ...given('credential', request['@credential']),
  }),
});
