/** The text of an answer, or `undefined` when it has more than `maxBytes`: no more than that is read of what somebody else sends. */
export const readTextWithin = async (
  { body }: Pick<Response, 'body'>,
  maxBytes: number,
): Promise<string | undefined> => {
  if (body === null) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let length = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
};
