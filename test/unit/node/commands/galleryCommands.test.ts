import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { GalleryTable } from '../../../../src/core/dataset/galleryTable';
import { runCommandLine } from '../../../../src/node/commands/runCommandLine';
import { type DatasetProject, makeDatasetProject, put, removeProject, runImport } from '../dataset/datasetProject';
import { pngBytes } from '../dataset/pictures';

type Line = { readonly event: string; readonly [key: string]: unknown };

describe('the commands that the gallery talks to', () => {
  let project: DatasetProject;
  before(async () => {
    project = await makeDatasetProject();
    await put(
      join(project.root, 'radsteps.yaml'),
      'name: Test\ntask: regression\ntemplate: bone-age\ntemplateVersion: 1\nformatVersion: 1\n',
    );
    for (const name of ['a', 'b', 'c']) await put(join(project.films, `${name}.png`), await pngBytes(name.charCodeAt(0)));
    await runImport(project, { keepNames: true });
  });
  after(() => removeProject(project));

  /** Runs a command on lines of input and gives the lines that it said. */
  async function said(command: string, lines: readonly unknown[], hasInput = true): Promise<readonly Line[]> {
    let out = '';
    const host = {
      cwd: project.root,
      templatesFolder: '',
      trainer: { command: '', args: [], env: {} },
      write: (text: string) => {
        out += text;
      },
      writeError: () => undefined,
      terminal: false,
      signal: new AbortController().signal,
      ...(hasInput ? { input: Readable.from(lines.map((line) => `${JSON.stringify(line)}\n`)) } : {}),
    };
    await runCommandLine([command, '--events'], host);
    return out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }

  it('answer with the table, once for the same files, and with the details of an image', async () => {
    const lines = await said('gallery', [{ id: 1, ask: 'table', anew: true }]);
    const table = lines[0]?.value as GalleryTable;
    assert.deepEqual([lines[0]?.event, lines[0]?.id, table.n], ['answer', 1, 3]);
    const refused = await said('gallery', [{ id: 2, ask: 'details', image: 'a' }]);
    assert.deepEqual(refused[0], { event: 'refusal', id: 2, message: 'The image a is not in the index any more.' });
  });

  it('make the thumbnails that are wanted', async () => {
    const lines = await said('thumbnails', [{ want: ['c', 'a'] }]);
    const images = lines.filter(({ event }) => event === 'thumbnail').map(({ image }) => image);
    assert.deepEqual([...images].sort(), ['a', 'c']);
    assert.match(String(lines.find(({ image }) => image === 'a')?.file), /^[0-9a-f]{2}\/[0-9a-f]{32}\.webp$/);
  });

  it('are for the editor only', async () => {
    const [line] = await said('thumbnails', [], false);
    assert.equal(line?.event, 'error');
    assert.match(String(line?.message), /for the editor/);
  });

  it('end with their input, as when the editor is killed', async function () {
    this.timeout(60_000);
    const script = `
      const { runCommandLine } = require(${JSON.stringify(join(__dirname, '../../../../src/node/commands/runCommandLine.ts'))});
      const host = { cwd: process.cwd(), write: (text) => process.stdout.write(text), writeError: () => {}, terminal: false, signal: new AbortController().signal, input: process.stdin };
      runCommandLine(['-C', ${JSON.stringify(project.root)}, 'gallery', '--events'], host).then((code) => { process.exitCode = code; });
    `;
    const child = spawn(process.execPath, ['--import', 'tsx', '-e', script], {
      cwd: join(__dirname, '../../../..'),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const code = new Promise((resolve) => child.once('close', resolve));
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text;
      if (out.includes('\n')) child.stdin.end();
    });
    child.stdin.write(`${JSON.stringify({ id: 7, ask: 'table', anew: true })}\n`);
    assert.equal(await code, 0);
    assert.match(out, /"event":"answer","id":7/);
  });
});
