import { statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { formatImageTable } from '../../../../src/core/dataset/imageTable';
import { formatSplitLock, formatSplitTable, parseSplitLock } from '../../../../src/core/dataset/splitTable';
import { formatLabel } from '../../../../src/core/label/labelFile';
import { writeLocalPaths } from '../../../../src/node/dataset/localPaths';
import { sha256 } from '../../../../src/node/dataset/readDataset';
import { writeLocal } from '../../../../src/node/project/local';
import { type TemporaryRepository, temporaryRepository } from '../../../fixtures/temporaryRepository';
import { discJob } from '../training/discJob';
import { asProject } from './runFixture';

const experiment = `data:
  target: size
image: { size: [16, 16], window: full }
network: { filters: [4, 8] }
train: { epochs: 3, batch: 7, learningRate: 0.01, seed: 3 }
engine: { backend: cpu, threads: 1 }
`;

/** A project with the images of discJob, imported, labelled and split (17 patients, the last two in the test part), and an experiment that trains in a second. */
export async function discProject(folder: string): Promise<TemporaryRepository> {
  const films = await mkdtemp(join(folder, 'films-'));
  const { train, tuning } = await discJob(films);
  const images = [...train, ...tuning];
  const place = asProject(temporaryRepository(folder));
  place.write('radsteps.yaml', 'name: Discs\ntask: regression\ntemplate: bone-age\ntemplateVersion: 1\nformatVersion: 1\n');
  place.write('3-data/protocol.md', '---\nlabels:\n  - name: size\n    title: Size\n    kind: number\n    unit: months\n---\nText\n');
  const rows = images.map(({ image, patient, sha256: hash }) => ({
    ...{ image, patient, study: '', series: '', sha256: hash, modality: 'DX', bodyPart: '', view: '', laterality: '' },
    ...{ rows: 32, columns: 32, frames: 1, spacingMm: null, spacingFrom: '' as const, sex: 'F' as const, ageYears: null },
    ...{ site: '', manufacturer: '', model: '', extra: {} },
  }));
  place.write('3-data/images.csv', formatImageTable({ rows, extraColumns: [] }));
  const patients = [...new Set(images.map(({ patient }) => patient))];
  const partOf = (index: number) => (index >= 15 ? 'test' : index >= 12 ? 'tuning' : 'train');
  const split = formatSplitTable(new Map(patients.map((patient, index) => [patient, partOf(index)])));
  place.write('3-data/split.csv', split);
  const fractions = { train: 0.7, tuning: 0.2, test: 0.1 };
  const lock = { method: 'patient-sha256-largest-remainder/v1', seed: 5, fractions, split: sha256(split) };
  place.write('3-data/split.lock', formatSplitLock(parseSplitLock(JSON.stringify(lock))));
  place.write('5-network/experiments/quick.yaml', experiment);
  for (const { image, target } of images)
    place.write(
      `3-data/labels/me/${image}.json`,
      formatLabel({ version: 1, image, reader: 'me', status: 'final', categories: { size: target }, marks: [] }),
    );
  await writeLocal(place.root, { dataRoot: folder, roots: { films: join(films, 'images') }, reader: 'me' });
  await writeLocalPaths(
    place.root,
    images.map(({ image, file }) => {
      const { size, mtimeMs } = statSync(file);
      return { image, instance: '', root: 'films', path: basename(file), bytes: size, modified: Math.round(mtimeMs) };
    }),
  );
  place.git('add', '.');
  place.git('commit', '-q', '-m', 'project');
  return place;
}
