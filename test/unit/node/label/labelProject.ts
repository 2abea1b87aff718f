import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ImageRow } from '../../../../src/core/dataset/imageRow';
import { formatImageTable } from '../../../../src/core/dataset/imageTable';
import type { Label } from '../../../../src/core/label/label';
import { formatLabel } from '../../../../src/core/label/labelFile';
import { saidBy } from '../commands/saidBy';

/** A row of the index, of 60 rows and 80 columns unless said otherwise. */
export const imageRow = (image: string, change: Partial<ImageRow> = {}): ImageRow => ({
  image,
  patient: `P-${image}`,
  study: '',
  series: '',
  sha256: '',
  modality: 'DX',
  bodyPart: '',
  view: '',
  laterality: '',
  rows: 60,
  columns: 80,
  frames: 1,
  spacingMm: null,
  spacingFrom: '',
  sex: '',
  ageYears: null,
  site: '',
  manufacturer: '',
  model: '',
  extra: {},
  ...change,
});

/** A project without git: its index, protocol (the lines below `labels:`), and labels. */
export function labelProject(root: string, images: readonly ImageRow[], protocol: readonly string[], labels: readonly Label[]) {
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('radsteps.yaml', 'name: x\n');
  write('3-data/images.csv', formatImageTable({ rows: images, extraColumns: [] }));
  write('3-data/protocol.md', `---\nlabels:\n${protocol.map((line) => `  - ${line}\n`).join('')}---\n`);
  for (const label of labels) write(`3-data/labels/${label.reader}/${label.image}.json`, formatLabel(label));
  const run = (...words: readonly string[]) =>
    saidBy(words, { cwd: root, templatesFolder: '', trainer: { command: '', args: [], env: {} } });
  return { write, run };
}
