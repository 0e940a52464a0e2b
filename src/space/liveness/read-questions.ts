import type { AdvertisementTexts } from '../documents/advertisement-texts.js';
import type { ReadableSpace } from '../documents/find-body.js';
import type { Slot } from '../projection/index.js';
import type { Questions } from '../../advertisement/index.js';
import { toQuestions } from '../../advertisement/index.js';

/** How a service is asked, and how often it wants to be. */
export interface ReadQuestions extends Questions {
  readonly everyMs: number | undefined;
}

/** How the service at a place is asked; `undefined` when it is gone, or has no address that can be asked. */
export const readQuestions = async (
  space: ReadableSpace,
  texts: AdvertisementTexts,
  slot: Slot,
): Promise<ReadQuestions | undefined> => {
  const found = await texts.read(space, space.projection.table.row(slot));
  if (found === undefined) return undefined;
  const { advertisement, getLiveness } = await texts.open(space, found);
  const liveness = getLiveness();
  const questions = toQuestions(advertisement, liveness);
  return questions.urls.length === 0 ? undefined : { ...questions, everyMs: liveness?.everyMs };
};
