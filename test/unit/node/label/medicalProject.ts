import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { ImageRow } from '../../../../src/core/dataset/imageRow';
import { parseSeriesTable } from '../../../../src/core/dataset/seriesTable';
import { elementOf } from '../../../../src/core/dicom/elementOf';
import { type DicomElement, writeDicom } from '../../../../src/core/dicom/writeDicom';
import { imageName } from '../../../../src/core/identity/pseudonym';
import type { Label, Mark } from '../../../../src/core/label/label';
import { formatLabel, parseLabel } from '../../../../src/core/label/labelFile';
import { emptyRuns, fillRuns, parseRuns } from '../../../../src/core/label/maskRuns';
import { isAreaMark } from '../../../../src/core/label/overlapOfMarks';
import { pixelsOfMark } from '../../../../src/core/label/pixelsOfMark';
import { readImages } from '../../../../src/node/dataset/readDataset';
import { readProjectKey } from '../../../../src/node/project/projectKey';
import { sharedFiles } from '../../../fixtures/sharedData';
import { saidBy } from '../commands/saidBy';

const script = join(__dirname, '../../../fixtures/readMedicalLabels.py');

/** What pydicom or nibabel reads; null where there is no Python with them. */
export function readByPython(what: 'seg' | 'sr' | 'nifti', files: readonly string[]) {
  const python = process.env.RADSTEPS_TEST_PYTHON ?? '/usr/bin/python3';
  const { stdout, stderr, status } = spawnSync(python, [script, what, ...files], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0 && /No module named|ENOENT|not found/.test(stderr ?? '')) return null;
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

/** Lines of errors that a program says of a file; null where it is not installed. */
export function errorsBy(program: string, ...words: readonly string[]): readonly string[] | null {
  const { stdout, stderr, error } = spawnSync(program, [...words], { encoding: 'utf8' });
  if (error !== undefined) return null;
  return `${stdout}\n${stderr}`.split('\n').filter((line) => /^(E:|F:|Error|error)/.test(line));
}

/** Shared files by the end of their path; undefined where the shared data are not there. */
export const sharedFile = (end: string): string | undefined => sharedFiles('dicom').find((file) => file.endsWith(end));

/** A project into which copies of DICOM files were imported. */
export async function medicalProject(files: readonly string[], protocol: readonly string[]) {
  const home = mkdtempSync(join(tmpdir(), 'radsteps-medical-'));
  const [root, data] = [join(home, 'project'), join(home, 'data')];
  for (const [index, file] of files.entries()) {
    mkdirSync(join(data, String(index)), { recursive: true });
    cpSync(file, join(data, String(index), basename(file)));
  }
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('radsteps.yaml', 'name: Medical\ntask: classification\ntemplate: fractures\ntemplateVersion: 1\nformatVersion: 1\n');
  write('3-data/protocol.md', `---\nlabels:\n${protocol.map((line) => `  - ${line}\n`).join('')}---\n`);
  const run = (...words: readonly string[]) =>
    saidBy(words, { cwd: root, templatesFolder: '', trainer: { command: '', args: [], env: {} } });
  const imported = await run('import', data);
  assert.equal(imported.code, 0, imported.err);
  const rows = await readImages(root);
  const instances = (image: string): readonly string[] => {
    const file = `3-data/series/${image}.csv`;
    try {
      return parseSeriesTable(readFileSync(join(root, file), 'utf8'), file).map(({ instance }) => instance);
    } catch {
      return [];
    }
  };
  return {
    ...{ home, root, data, write, run, rows, instances },
    image: (is: (row: ImageRow) => boolean): ImageRow => {
      const row = rows.find(is);
      assert.ok(row);
      return row;
    },
    label: (image: string, marks: readonly Mark[], change: Partial<Label> = {}): Label => {
      const label = { version: 1, image, reader: 'ada', status: 'final', categories: {}, marks, ...change } as const;
      write(`3-data/labels/${label.reader}/${image}.json`, formatLabel(label));
      return label;
    },
    read: (reader: string, image: string): Label => {
      const file = `3-data/labels/${reader}/${image}.json`;
      return parseLabel(readFileSync(join(root, file), 'utf8'), file);
    },
  };
}

/** The bytes of a film of 50 columns and 40 rows with nothing but what a file needs, and some elements more. */
export const plainFilm = (uid: string, more: readonly DicomElement[] = []): Uint8Array =>
  writeDicom([
    elementOf('SOPClassUID', '1.2.840.10008.5.1.4.1.1.1.1'),
    elementOf('SOPInstanceUID', uid),
    elementOf('StudyInstanceUID', '2.25.1'),
    elementOf('SeriesInstanceUID', `${uid}1`),
    elementOf('PatientID', 'P-1'),
    elementOf('PatientName', 'Doe^Jane'),
    elementOf('Modality', 'DX'),
    elementOf('Rows', 40),
    elementOf('Columns', 50),
    elementOf('SamplesPerPixel', 1),
    elementOf('PhotometricInterpretation', 'MONOCHROME2'),
    elementOf('BitsAllocated', 8),
    elementOf('BitsStored', 8),
    elementOf('HighBit', 7),
    elementOf('PixelRepresentation', 0),
    elementOf('PixelData', new Uint8Array(2000).fill(Number(uid.at(-1)))),
    ...more,
  ]);

/** The name that an image of one file has in a project. */
export const nameOfInstance = async (root: string, uid: string): Promise<string> => imageName(await readProjectKey(root), uid);

/** The pixels of a label's regions by name and place, objects apart: what must be the same after a round trip. */
export function regionsOf(label: Label): readonly string[] {
  const objects = new Map<string, string[]>();
  for (const mark of label.marks) {
    if (!isAreaMark(mark) || mark.kind === 'box') continue;
    const key = `${mark.name} ${mark.object ?? mark.id}`;
    const { firstRow, rows } = pixelsOfMark(mark);
    objects.set(key, [...(objects.get(key) ?? []), `${mark.instance ?? ''}/${mark.frame ?? 0}/${firstRow}:${rows.join(';')}`]);
  }
  return [...objects].map(([key, places]) => `${key.split(' ')[0]} ${places.toSorted().join(' ')}`).toSorted();
}

/** A mask's pixels as a row-major bitmap. */
export function bitmapOf(runs: string, size: { readonly rows: number; readonly columns: number }): Uint8Array {
  const bitmap = new Uint8Array(size.rows * size.columns);
  fillRuns(parseRuns(runs) ?? emptyRuns, size, bitmap);
  return bitmap;
}
