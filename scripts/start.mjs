// Sets up, builds, makes the bone-age demo and opens it in VS Code: npm start. With `-- --headless` it ends after the summary.
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfNeeded } from './buildIfNeeded.mjs';
import { makeDemo, summarizeDemo } from './makeDemo.mjs';
import { openEditor } from './openEditor.mjs';
import { setUp } from './setUp.mjs';

try {
  const { values } = parseArgs({ options: { headless: { type: 'boolean', default: false } } });
  await setUp();
  await buildIfNeeded();
  const project = await makeDemo();
  console.log(`\nThe bone-age demo is ready.\n${summarizeDemo()}\n`);
  const folder = relative(process.cwd(), project);
  console.log(`Next: read ${folder}/radsteps.yaml and the seven steps' folders, or train again: node dist/cli.js -C ${folder} train`);
  if (!values.headless) await openEditor(project);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
