// Reads mutated files in a process of its own, whose heap is small: arguments are the number of files and the seed; one line of JSON tells how it went.
import { readFileSync, statSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { makeAttributeDictionary } from '../../../../src/core/dicom/attributeDictionary';
import type { Dataset } from '../../../../src/core/dicom/dataset';
import { readDicomDirectory } from '../../../../src/core/dicom/dicomDirectory';
import { DicomError } from '../../../../src/core/dicom/dicomError';
import { looksLikeDicom } from '../../../../src/core/dicom/fileMeta';
import { headerNodes } from '../../../../src/core/dicom/headerNodes';
import { type DicomFile, readDicom } from '../../../../src/core/dicom/readDicom';
import { itemsOf, readNumbers, readStrings } from '../../../../src/core/dicom/value';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { dicomSeeds } from '../../../fixtures/dicomSeeds';
import { mutate, seedOf } from '../../../fixtures/mutateDicom';
import { sharedFiles } from '../../../fixtures/sharedData';

const [count = 0, seed = 1] = process.argv.slice(2).map(Number);
const dictionary = makeAttributeDictionary();
const largest = 2 ** 16;
const inflate = (bytes: Uint8Array): Uint8Array => inflateRawSync(bytes, { maxOutputLength: 2 ** 20 });

/** What a DicomError ended; any other error is the test's. */
function orRefused<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof DicomError) return null;
    throw error;
  }
}

/** Reads every value as a careful consumer would. */
function readAll(dataset: Dataset, depth = 0): void {
  for (const element of dataset.elements.slice(0, 200)) {
    readStrings(dataset, element.tag);
    readNumbers(dataset, element.tag);
    if (depth < 64) for (const child of itemsOf(dataset, element).slice(0, 20)) readAll(child, depth + 1);
  }
}

function readEverything(bytes: Uint8Array) {
  const strict = orRefused(() => readDicom(bytes, { inflate }));
  if (strict !== null) readAll(strict.dataset);
  const file = orRefused(() => readDicom(bytes, { inflate, whole: true, partial: true }));
  return { strict, file, nodes: file === null ? [] : headerNodes(file, dictionary), directory: directoryOf(file) };
}

const directoryOf = (file: DicomFile | null) => (file === null ? null : orRefused(() => readDicomDirectory(file)));

function seeds() {
  const shared = ['dicom', 'deid', 'ct'].flatMap(sharedFiles).filter((file) => statSync(file).size <= largest);
  const files = shared.map((file) => new Uint8Array(readFileSync(file))).filter(looksLikeDicom);
  return [...dicomSeeds, ...files].map(seedOf);
}

type Cost = { readonly read: ReturnType<typeof readEverything>; readonly ms: number; readonly kept: number };

/** Reads one file; `kept` is how many times its size the result holds, measured now and then since it takes a collection before and after. */
function cost(bytes: Uint8Array, isMeasured: boolean): Cost {
  if (isMeasured) globalThis.gc?.();
  const before = isMeasured ? used() : 0;
  const started = performance.now();
  const read = readEverything(bytes);
  const ms = performance.now() - started;
  if (!isMeasured) return { read, ms, kept: 0 };
  globalThis.gc?.();
  // A small file costs what the engine compiles on the way.
  return { read, ms, kept: (used() - before) / Math.max(16_384, bytes.length) };
}

function main() {
  const random = mulberry32(seed);
  const all = seeds();
  const told = {
    files: 0,
    bytes: 0,
    refused: 0,
    unreadable: 0,
    broken: 0,
    directories: 0,
    slowestMs: 0,
    slowestFile: -1,
    kept: 0,
    peakMb: 0,
  };
  for (let at = 0; at < count; at += 1) {
    const bytes = mutate(all[at % all.length] ?? seedOf(new Uint8Array()), all, random);
    try {
      const { read, ms, kept } = cost(bytes, at % 50 === 0);
      // What only this moment of the machine makes slow is not slow the second time.
      const slow = ms > told.slowestMs ? Math.min(ms, timeOf(bytes)) : 0;
      if (slow > told.slowestMs) Object.assign(told, { slowestMs: slow, slowestFile: at });
      told.kept = Math.max(told.kept, kept);
      told.files += 1;
      told.bytes += bytes.length;
      told.refused += Number(read.strict === null);
      told.unreadable += Number(read.file === null);
      told.broken += Number(read.file !== null && read.file.problem !== null);
      told.directories += Number(read.directory !== null);
    } catch (error) {
      console.log(JSON.stringify({ ...told, failed: at, error: error instanceof Error ? error.stack : String(error) }));
      return;
    }
  }
  console.log(JSON.stringify({ ...told, peakMb: process.resourceUsage().maxRSS / 1024 }));
}

function timeOf(bytes: Uint8Array): number {
  const started = performance.now();
  readEverything(bytes);
  return performance.now() - started;
}

function used(): number {
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
}

main();
