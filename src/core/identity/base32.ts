const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 base32 without padding; the number of bytes must be a multiple of 5. */
export function base32(bytes: Uint8Array): string {
  if (bytes.length % 5 !== 0) throw new RangeError(`base32 takes a multiple of 5 bytes, not ${bytes.length}`);
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((held >> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return text;
}
