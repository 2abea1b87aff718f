// Runs every file of test/bench and prints a line for each figure: what, figure, budget, ok, over or under. Exits 1 when anything is not ok.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildIfNeeded } from './buildIfNeeded.mjs';
import { repository } from './folders.mjs';
import { setUp } from './setUp.mjs';

const folder = join(repository, 'test', 'bench');

try {
  await setUp();
  await buildIfNeeded();
  const wanted = process.argv.slice(2);
  const names = readdirSync(folder).filter((name) => name.endsWith('.mjs') && (wanted.length === 0 || wanted.includes(name.slice(0, -4))));
  for (const name of names.sort()) {
    const { measure } = await import(pathToFileURL(join(folder, name)).href);
    if (measure !== undefined) for (const figure of [await measure()].flat()) print(figure);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function print({ title, figure, budget, unit, atLeast = false }) {
  const ok = atLeast ? figure >= budget : figure <= budget;
  if (!ok) process.exitCode = 1;
  const limit = `${atLeast ? 'at least ' : ''}${budget} ${unit}`;
  console.log(`${title}: ${figure.toFixed(1)} ${unit}, budget ${limit}: ${ok ? 'ok' : atLeast ? 'under' : 'over'}`);
}
