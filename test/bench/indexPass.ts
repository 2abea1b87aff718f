import { hashImages } from '../../src/node/dataset/completeHashes';
import { importImages } from '../../src/node/dataset/importImages';
import { planImport } from '../../src/node/dataset/importPlan';
import { scanFolder } from '../../src/node/dataset/scanFolder';

// One pass of an import as a process of its own: `headers` reads a folder for a project and keeps nothing, `table` imports it up to the hashes,
// `hashes` hashes what a project lacks, `import` does all. The last line says what was done, in how many seconds, with how much memory.
const [pass = '', root = '', folder = ''] = process.argv.slice(2);
const silent = (): void => {};
const never = new AbortController().signal;

const passes: Readonly<Record<string, () => Promise<number>>> = {
  headers: async () => {
    const scan = await scanFolder(await planImport(root, folder, { layout: 'auto' }), silent, never);
    return scan.looked.length;
  },
  table: async () => {
    const stop = new AbortController();
    const stopAtHashes = ({ phase }: { readonly phase: string }): void => (phase === 'Hashing files' ? stop.abort() : undefined);
    await importImages(root, folder, { layout: 'auto' }, stopAtHashes, stop.signal).catch((error) => {
      if (!stop.signal.aborted) throw error;
    });
    return 0;
  },
  hashes: () => hashImages(root, null, silent, never),
  import: async () => (await importImages(root, folder, { layout: 'auto' }, silent, never)).images,
};

async function main(): Promise<void> {
  const start = performance.now();
  const done = (await passes[pass]?.()) ?? Number.NaN;
  const seconds = (performance.now() - start) / 1000;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  console.log(JSON.stringify({ done, seconds, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 }));
}

void main();
