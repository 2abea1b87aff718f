import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { formatSeriesTable, parseSeriesTable, type SeriesInstance } from '../../core/dataset/seriesTable';
import { chooseImages } from '../../core/experiment/chooseImages';
import { chooseTarget } from '../../core/experiment/chooseTarget';
import type { Experiment } from '../../core/experiment/experiment';
import type { ReportProgress } from '../../core/progress';
import { seriesFile } from '../dataset/completeHashes';
import { hashFiles } from '../dataset/hashFiles';
import type { LocalFile } from '../dataset/localFiles';
import { readImages, readLabels, readSplit } from '../dataset/readDataset';
import { readIfThere } from '../dataset/readIfThere';
import { readProtocol } from '../project/readProtocol';

/** The images that a run needs, and which of them this machine lacks or has with other content; sorted. */
export type ImageCheck = {
  readonly needed: readonly string[];
  readonly missing: readonly string[];
  readonly changed: readonly string[];
};

/** The images of the train and tuning parts that settings ask for, wherever their files are. */
async function neededImages(root: string, settings: Experiment): Promise<readonly { readonly image: string; readonly sha256: string }[]> {
  const target = chooseTarget(settings.data.target, await readProtocol(root));
  const [images, split, labels] = await Promise.all([readImages(root), readSplit(root), readLabels(root, settings.data.reader)]);
  const files = new Map(images.map(({ image }) => [image, image]));
  const { train, tuning } = chooseImages({ images, split, labels, files }, target, settings.data.inputs);
  return [...train, ...tuning].toSorted((a, b) => (a.image < b.image ? -1 : 1));
}

type Wanted = { readonly image: string; readonly instance: string; readonly sha256: string };

async function wantedFiles(root: string, image: string, sha256: string): Promise<readonly Wanted[] | 'changed list'> {
  const text = await readIfThere(join(root, seriesFile(image)));
  if (text === null) return [{ image, instance: '', sha256 }];
  const list: readonly SeriesInstance[] = parseSeriesTable(text, seriesFile(image));
  if (createHash('sha256').update(formatSeriesTable(list)).digest('hex') !== sha256) return 'changed list';
  return list.map((instance) => ({ image, instance: instance.instance, sha256: instance.sha256 }));
}

/**
 * Reads every image that settings ask for in the project `root` and compares its content with the index's hash there; `files` are those of this
 * machine, by image. What has no hash in the index counts as changed, because nothing says what it was.
 */
export async function checkImages(
  root: string,
  settings: Experiment,
  files: ReadonlyMap<string, readonly LocalFile[]>,
  report: ReportProgress,
  signal: AbortSignal,
): Promise<ImageCheck> {
  const needed = await neededImages(root, settings);
  const [missing, changed] = [new Set<string>(), new Set<string>()];
  const jobs: (Wanted & { readonly file: string; readonly bytes: number })[] = [];
  for (const { image, sha256 } of needed) {
    const here = files.get(image) ?? [];
    const wanted = await wantedFiles(root, image, sha256);
    if (here.length === 0) missing.add(image);
    else if (wanted === 'changed list') changed.add(image);
    else
      for (const part of wanted) {
        const found = here.find(({ instance }) => part.instance === '' || instance === part.instance);
        if (found === undefined) missing.add(image);
        else jobs.push({ ...part, file: found.file, bytes: found.bytes });
      }
  }
  let done = 0;
  await hashFiles(
    jobs,
    (hashed) => {
      for (const [{ image, sha256 }, hash] of hashed) {
        if (hash === null) missing.add(image);
        else if (hash !== sha256) changed.add(image);
      }
      done += hashed.length;
      report({ phase: 'Checking images', done, total: jobs.length });
    },
    signal,
  );
  const listed = (names: ReadonlySet<string>) => [...names].sort();
  return {
    needed: needed.map(({ image }) => image),
    missing: listed(missing),
    changed: listed(changed).filter((image) => !missing.has(image)),
  };
}
