import { readFileSync } from 'node:fs';
import { experimentDefaults } from '../../src/core/experiment/experimentDefaults';
import type { ImageToPrepare } from '../../src/node/training/imagePreparer';
import { openPackedCache } from '../../src/node/training/packedCache';
import { usualPrepareRule } from '../../src/node/training/prepareImages';

/** Prepares the films of a list (a JSON file) into a new cache with two threads and prints the seconds that it took; the last film's pixels go out with them. */
async function main([list = '', folder = '', rows = '', columns = '']: readonly string[]): Promise<void> {
  const films: readonly ImageToPrepare[] = JSON.parse(readFileSync(list, 'utf8'));
  const settings = { ...experimentDefaults.image, size: [Number(rows), Number(columns)] as const, fit: 'stretch' as const };
  const report = {
    progress: () => {},
    warn: (message: string) => {
      throw new Error(message);
    },
  };
  const began = performance.now();
  const rule = { ...usualPrepareRule, mostThreads: 2 };
  const cache = await openPackedCache(folder, films, settings, report, new AbortController().signal, { rule });
  const seconds = (performance.now() - began) / 1000;
  const pixels = Array.from(cache.read(films.at(-1)?.sha256 ?? ''), (value) => value / 65535);
  await cache.close();
  process.stdout.write(JSON.stringify({ seconds, pixels }));
}

void main(process.argv.slice(2));
