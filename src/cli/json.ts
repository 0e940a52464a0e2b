/** JSON text of plain values; a bigint as its digits, bytes as base64, so that nothing is lost. */
export const toJsonText = (value: unknown): string =>
  JSON.stringify(
    value,
    (_, member: unknown) => {
      if (typeof member === 'bigint') return member.toString();
      return member instanceof Uint8Array ? Buffer.from(member).toString('base64') : member;
    },
    2,
  );
