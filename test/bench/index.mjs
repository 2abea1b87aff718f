import { measureIndex } from '../../scripts/measureIndex.mjs';

/** How many times as fast as gdcmscanner the header pass of an import is. */
export async function measure() {
  const { headers, hashes, megabytes } = await measureIndex();
  const rates = `${headers.ours.toFixed(0)} against ${headers.theirs.toFixed(0)} files a second`;
  const memory = `${megabytes.few.toFixed(0)} and ${megabytes.many.toFixed(0)} MB for 2,000 and 10,000 files`;
  const title = `index (${rates}; hashes at ${hashes.ratio.toFixed(2)} of plain hashing; ${memory})`;
  return { title, figure: headers.ratio, budget: 1, unit: 'times gdcmscanner', atLeast: true };
}
