// Imports 10,000 DICOM files against gdcmscanner and against plain hashing, turn by turn: `npm run bench:index [-- --json]`.
import { files, measureIndex } from './measureIndex.mjs';

const json = process.argv.includes('--json');
/** Least ratios, and how much more memory five times as many files may take. */
const least = { headers: 1, hashes: 2 / 3 };
const mostGrowth = 1.25;

try {
  const result = await measureIndex((line) => console.error(line));
  const { headers, hashes, importSeconds, megabytes } = result;
  const flat = megabytes.many <= mostGrowth * megabytes.few;
  say(line('headers', headers, 'gdcmscanner', least.headers));
  say(line('hashes', hashes, 'plain reading and hashing', least.hashes));
  say(`memory: ${megabytes.few.toFixed(0)} MB for 2000 files, ${megabytes.many.toFixed(0)} MB for ${files}: ${flat ? 'ok' : 'not flat'}`);
  say(`whole import: ${importSeconds.toFixed(1)} s`);
  if (headers.ratio < least.headers || hashes.ratio < least.hashes || !flat) process.exitCode = 1;
  if (json) console.log(JSON.stringify(asJson(result)));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function line(what, { ratio, spread, ours, theirs }, rival, atLeast) {
  const [lowest, highest] = spread.map((value) => value.toFixed(2));
  return (
    `${what}: ${ours.toFixed(0)} files/s, ${rival} ${theirs.toFixed(0)}; ratio ${ratio.toFixed(2)} (${lowest} to ${highest}), ` +
    `at least ${atLeast.toFixed(2)}: ${ratio >= atLeast ? 'ok' : 'short'}`
  );
}

function asJson({ headers, hashes, importSeconds, megabytes }) {
  const round = (value) => Math.round(value * 1000) / 1000;
  return {
    ratio: round(headers.ratio),
    spread: headers.spread.map(round),
    files,
    ours: Math.round(headers.ours),
    gdcmscanner: Math.round(headers.theirs),
    hashRatio: round(hashes.ratio),
    hashSpread: hashes.spread.map(round),
    hashes: Math.round(hashes.ours),
    plainHashes: Math.round(hashes.theirs),
    rssMb: Math.round(megabytes.many),
    rssMbOf2000: Math.round(megabytes.few),
    importSeconds: round(importSeconds),
  };
}

function say(text) {
  // With --json only the last line is for machines, and it alone may stand on standard output.
  (json ? console.error : console.log)(text);
}
