import { hash } from 'node:crypto';

/** SHA-256 works on blocks of so many bytes. */
const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
/** Longest message for which no buffer is made. */
const SHORT_MESSAGE = 512;

const padded = (key: Uint8Array, pad: number, room: number): Buffer => {
  const block = Buffer.alloc(BLOCK_BYTES + room, pad);
  key.forEach((byte, at) => (block[at] = byte ^ pad));
  return block;
};

/**
 * An HMAC-SHA-256 (RFC 2104) under one key as unpadded base64url, of two digests of the platform: `createHmac` takes longer to begin than they to end.
 * Not to be called while it runs, which nothing synchronous does.
 */
export const createNodeMac = (key: Uint8Array): ((message: Uint8Array) => string) => {
  const short = key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key;
  const inner = padded(short, 0x36, SHORT_MESSAGE);
  const outer = padded(short, 0x5c, DIGEST_BYTES);
  const prefix = Buffer.from(inner.subarray(0, BLOCK_BYTES));
  const frame = (message: Uint8Array): Buffer => {
    if (message.length > SHORT_MESSAGE) return Buffer.concat([prefix, message]);
    inner.set(message, BLOCK_BYTES);
    return inner.subarray(0, BLOCK_BYTES + message.length);
  };
  return (message) => {
    outer.set(hash('sha256', frame(message), 'buffer'), BLOCK_BYTES);
    return hash('sha256', outer, 'base64url');
  };
};
