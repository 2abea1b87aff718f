import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, FindingCode } from '../../../../src/core/check/finding';
import { labelFile, layout } from '../../../../src/core/project/layout';
import { acceptFinding } from '../../../../src/node/check/acceptFinding';
import { applyFix } from '../../../../src/node/check/applyFix';
import { type CheckReport, checkProject } from '../../../../src/node/check/checkProject';
import { saidBy } from '../commands/saidBy';
import { put, templatesFolder, temporaryFolder } from '../project/projectFixture';
import { changeRow, changeText, cleanProject, png, softPicture } from './plantedProject';

const image = (number: number): string => `img-000000000${number.toString(16)}`;
const label = (number: number): string => labelFile('ada', image(number));

/** One thing that is wrong in a project: how it gets there, and as what it must be found. */
type Leak = { readonly code: FindingCode; readonly file: string; readonly plant: (root: string) => Promise<void> };

async function replaceFilm(root: string, number: number, bytes: Buffer): Promise<void> {
  writeFileSync(join(`${root}-films`, `${number}.png`), bytes);
  await changeRow(root, image(number), { sha256: createHash('sha256').update(bytes).digest('hex') });
}

const leaks: Readonly<Record<string, Leak>> = {
  'a patient in two parts': {
    ...{ code: 'patient-in-two-parts', file: layout.split },
    plant: (root) => changeText(root, layout.split, (text) => `${text}P-A,test\n`),
  },
  'a patient moved by hand': {
    ...{ code: 'split-changed', file: layout.split },
    plant: (root) => changeText(root, layout.split, (text) => text.replace('P-E,test', 'P-E,train')),
  },
  'a new patient without a part': {
    ...{ code: 'patient-without-part', file: layout.images },
    plant: (root) => changeRow(root, image(0), { patient: 'P-NEW' }),
  },
  'a study of two patients': {
    ...{ code: 'study-of-two-patients', file: layout.images },
    plant: (root) => changeRow(root, image(11), { study: 'S-0' }),
  },
  'the same file twice': {
    ...{ code: 'same-file', file: layout.images },
    plant: async (root) => {
      const bytes = readFileSync(join(`${root}-films`, '0.png'));
      await replaceFilm(root, 11, bytes);
    },
  },
  'the same pixels in another file': {
    ...{ code: 'same-pixels', file: layout.images },
    plant: async (root) => replaceFilm(root, 11, await png(softPicture(100), 1)),
  },
  'almost the same picture': {
    ...{ code: 'near-duplicate', file: layout.images },
    plant: async (root) =>
      replaceFilm(root, 11, await png(softPicture(100).map((value, at) => Math.min(255, Math.round(0.9 * value) + (at % 3))))),
  },
  'an instance of two images': {
    ...{ code: 'same-instance', file: `${layout.series}/${image(1)}.csv` },
    plant: async (root) => {
      for (const number of [0, 1])
        await put(root, `${layout.series}/${image(number)}.csv`, `instance,number,position_mm,sha256\nI-1,1,,\nI-${number}2,2,,\n`);
    },
  },
  'a label without an image': {
    ...{ code: 'label-without-image', file: labelFile('ada', 'img-ffffffffff') },
    plant: (root) => changeText(root, label(0), (text) => text).then(() => copyLabel(root, 0, 'img-ffffffffff')),
  },
  'an image without a label': { code: 'image-without-label', file: layout.images, plant: async (root) => rmSync(join(root, label(3))) },
  'a category out of range': {
    ...{ code: 'label-out-of-protocol', file: label(4) },
    plant: (root) => changeText(root, label(4), (text) => text.replace('"bone_age": 124', '"bone_age": 1240')),
  },
  'a label of another image': {
    ...{ code: 'label-invalid', file: label(5) },
    plant: (root) => changeText(root, label(5), (text) => text.replace(image(5), image(6))),
  },
  'an impossible age': { code: 'impossible-age', file: layout.images, plant: (root) => changeRow(root, image(2), { ageYears: 144 }) },
  'an age that is no number': {
    ...{ code: 'impossible-age', file: layout.images },
    plant: (root) => changeText(root, layout.images, (text) => text.replace(',F,10,', ',F,-10,')),
  },
  'an impossible spacing': {
    ...{ code: 'impossible-spacing', file: layout.images },
    plant: (root) => changeRow(root, image(2), { spacingMm: [150, 150] }),
  },
  'years where months are meant': {
    ...{ code: 'unit-mismatch', file: label(6) },
    plant: (root) => changeText(root, label(6), (text) => text.replace('"bone_age": 126', '"bone_age": 10.5')),
  },
  'a criterion in another unit': {
    ...{ code: 'unit-mismatch', file: '6-validation/acceptance.yaml' },
    plant: (root) => changeText(root, '6-validation/acceptance.yaml', (text) => text.replace('unit: months', 'unit: years')),
  },
  'too few patients': {
    ...{ code: 'too-few-patients', file: '6-validation/acceptance.yaml' },
    plant: (root) => changeText(root, '6-validation/acceptance.yaml', (text) => text.replace('n_min: 2', 'n_min: 200')),
  },
  'a date of birth in a text': {
    ...{ code: 'identifier-in-text', file: '3-data/datasheet.md' },
    plant: (root) => changeText(root, '3-data/datasheet.md', (text) => `${text}\nThe girl born 12.03.2014 is left out.\n`),
  },
  'a name in a label': {
    ...{ code: 'identifier-in-text', file: label(7) },
    plant: (root) => changeText(root, label(7), (text) => text.replace('"bone_age": 127', '"bone_age": 127,\n    "remark": "Keller^Anna"')),
  },
  'a table of names': {
    ...{ code: 'identifier-in-table', file: '3-data/list.csv' },
    plant: (root) => put(root, '3-data/list.csv', 'file,patient_name,birth_date\na.png,Anna Keller,2014-03-12\n'),
  },
  'hospital numbers as patients': {
    ...{ code: 'identifier-in-table', file: layout.images },
    plant: (root) => changeRow(root, image(8), { patient: '00471182' }),
  },
  'a name as a file name': {
    ...{ code: 'identifier-in-name', file: '3-data/Keller_Anna_20140312.txt' },
    plant: (root) => put(root, '3-data/Keller_Anna_20140312.txt', 'see PACS\n'),
  },
  'invalid YAML': {
    ...{ code: 'invalid-file', file: '4-kit/kit.yaml' },
    plant: (root) => changeText(root, '4-kit/kit.yaml', (text) => text.replace('machines:', 'machnes:')),
  },
  'an image in git': { code: 'image-in-git', file: '3-data/hand.dcm', plant: (root) => forced(root, '3-data/hand.dcm') },
  'the key in git': { code: 'private-file-in-git', file: '.radsteps/key', plant: (root) => forced(root, '.radsteps/key') },
  "a model's mark as the reference": {
    ...{ code: 'model-as-reader', file: label(10) },
    plant: (root) =>
      changeText(root, label(10), (text) =>
        text.replace('"marks": []', '"marks": [{ "id": "m1", "kind": "box", "name": "hand", "run": "r", "from": [1, 1], "to": [2, 2] }]'),
      ),
  },
};

async function copyLabel(root: string, from: number, to: string): Promise<void> {
  await put(root, labelFile('ada', to), readFileSync(join(root, label(from)), 'utf8').replace(image(from), to));
}

async function forced(root: string, file: string): Promise<void> {
  if (!existsSync(join(root, file))) await put(root, file, 'DICM');
  execFileSync('git', ['add', '-f', file], { cwd: root });
}

const mended: readonly FindingCode[] = [
  ...(['identifier-in-text', 'invalid-file', 'label-without-image', 'near-duplicate', 'patient-in-two-parts'] as const),
  ...(['same-file', 'same-pixels', 'study-of-two-patients'] as const),
];

describe('checkProject', () => {
  const home = temporaryFolder();
  let clean = '';
  let count = 0;
  const copied: string[] = [];
  const check = (root: string, cached = false): Promise<CheckReport> =>
    checkProject(root, { cached, report: () => undefined, signal: new AbortController().signal });
  const words = (findings: readonly Finding[]) => findings.map(({ code, file, line, message }) => `${code} ${file}:${line} ${message}`);
  const copy = (): string => {
    count += 1;
    const root = join(home(), `copy${count}`);
    copied.push(root, `${root}-films`);
    cpSync(clean, root, { recursive: true });
    cpSync(`${clean}-films`, `${root}-films`, { recursive: true });
    writeFileSync(join(root, layout.local), readFileSync(join(root, layout.local), 'utf8').replaceAll(`${clean}-films`, `${root}-films`));
    return root;
  };

  afterEach(() => {
    for (const folder of copied.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  before(async () => {
    clean = await cleanProject(join(home(), 'clean'));
  });

  it('finds nothing in a clean project, the first time and from its caches', async () => {
    const first = await check(clean);
    assert.deepEqual(words(first.findings), []);
    assert.deepEqual([first.images, first.labels, first.unseen], [12, 12, 0]);
    assert.deepEqual(await check(clean), first);
  });

  for (const [name, { code, file, plant }] of Object.entries(leaks))
    it(`finds ${name}, and mends it where a machine can`, async () => {
      const root = copy();
      await plant(root);
      const { findings } = await check(root);
      const found = findings.filter((finding) => finding.code === code && finding.file === file);
      assert.equal(found.length, 1, words(findings).join('\n'));
      assert.ok(found.every(({ message, advice }) => /^[^\n]+[.?]$/.test(message) && /^[A-Z].*\.$/.test(advice)));
      // Nobody's name may be repeated where messages are kept.
      assert.doesNotMatch(JSON.stringify(findings), /Keller\^Anna|12\.03\.2014|00471182|Anna Keller/);
      const [fix] = found[0]?.fixes ?? [];
      if (code !== 'impossible-age') assert.equal(fix !== undefined, mended.includes(code), code);
      if (fix === undefined) return;
      await applyFix(root, fix);
      const after = (await check(root)).findings;
      assert.ok(!after.some(({ id, severity }) => id === found[0]?.id && severity !== 'information'));
      const known = new Set(findings.map(({ code: one }) => one));
      // A removed row leaves its label behind, and a moved patient is missing where it was.
      const follows = ['label-without-image', 'too-few-patients'];
      assert.deepEqual(words(after.filter((one) => !known.has(one.code) && !follows.includes(one.code))), []);
    });

  it('puts a patient back into the part that the lock has', async () => {
    const root = copy();
    const before = readFileSync(join(root, layout.split), 'utf8');
    await changeText(root, layout.split, (text) => text.replace('P-A,train\n', 'P-A,test\nP-A,train\n'));
    const [finding] = (await check(root)).findings;
    assert.equal(finding?.fixes[0]?.title, 'Keep P-A in the train part, as split.lock has it');
    if (finding?.fixes[0] !== undefined) await applyFix(root, finding.fixes[0]);
    assert.equal(readFileSync(join(root, layout.split), 'utf8'), before);
  });

  it('is silent about what somebody has accepted with a reason, wherever its line goes', async () => {
    const root = copy();
    await changeText(root, '3-data/datasheet.md', (text) => `${text}\nborn 12.03.2014\n`);
    const [finding] = (await check(root)).findings;
    assert.ok(finding !== undefined);
    await assert.rejects(acceptFinding(root, finding, { reason: ' ', by: 'Ada', date: '2026-01-01' }), /only with a reason/);
    await acceptFinding(root, finding, { reason: 'An invented girl', by: 'Ada', date: '2026-01-01' });
    await changeText(root, '3-data/datasheet.md', (text) => `# More\n${text}`);
    const { findings, accepted } = await check(root);
    assert.deepEqual([findings.length, accepted], [0, 1]);
    assert.doesNotMatch(readFileSync(join(root, layout.acceptedFindings), 'utf8'), /2014/);
  });

  it('compares by what it has seen when it is told to look at no image', async () => {
    const root = copy();
    rmSync(join(root, layout.fingerprints), { recursive: true, force: true });
    await leaks['the same pixels in another file']?.plant(root);
    const blind = await check(root, true);
    assert.deepEqual([blind.findings.length, blind.unseen], [0, 12]);
    assert.equal((await check(root)).findings.length, 1);
    assert.equal((await check(root, true)).findings.length, 1);
  });

  it('ends with 1 where there is a problem, prints it with its place, and mends it by its id', async () => {
    const root = copy();
    const said = (...more: readonly string[]) =>
      saidBy(['-C', root, 'check', ...more], { cwd: root, templatesFolder, trainer: { command: 'none', args: [], env: {} } });
    assert.deepEqual(await said().then(({ code, out }) => [code, out]), [0, 'No problem in 12 images, 12 labels.\n']);
    await copyLabel(root, 0, 'img-ffffffffff');
    const { code, out } = await said();
    assert.equal(code, 1);
    const [, id = ''] = /^3-data\/labels\/ada\/img-ffffffffff\.json:1:1: error: .*\[label-without-image ([0-9a-f]{12})\]/.exec(out) ?? [];
    assert.equal(JSON.parse((await said('--json')).out).findings[0].id, id);
    assert.equal((await said('--fix', id)).out, 'Done: Remove this label.\n');
    assert.equal((await said()).code, 0);
    assert.equal((await said('--fix', id)).code, 1);
  });
});
