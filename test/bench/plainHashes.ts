import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

// What hashing costs where nothing else is done: two threads read every second file of a folder as a whole and hash it.
const threads = 2;

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

async function main(folder: string): Promise<void> {
  const start = performance.now();
  const files = filesUnder(folder);
  const ends = Array.from({ length: threads }, (_, part) => {
    const worker = new Worker(__filename, { workerData: files.filter((_file, index) => index % threads === part) });
    return new Promise<void>((resolve, reject) => worker.on('error', reject).on('exit', () => resolve()));
  });
  await Promise.all(ends);
  console.log(JSON.stringify({ done: files.length, seconds: (performance.now() - start) / 1000 }));
}

if (isMainThread) void main(process.argv[2] ?? '');
else for (const file of workerData as readonly string[]) createHash('sha256').update(readFileSync(file)).digest('hex');
