/** A 32-bit seed from several whole numbers: equal numbers in equal order give equal seeds (FNV-1a over their bytes). */
export function mixSeeds(...numbers: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const number of numbers) {
    for (let byte = 0; byte < 4; byte++) hash = Math.imul(hash ^ ((number >>> (8 * byte)) & 0xff), 0x01000193);
  }
  return hash >>> 0;
}
