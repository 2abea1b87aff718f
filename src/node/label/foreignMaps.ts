import { createReadStream } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ForeignImage, ForeignMark } from '../../core/label/formats/foreignMark';
import { gridMap } from '../../core/label/formats/gridMap';
import { mappedLabels, parseMapNames } from '../../core/label/formats/labelMap';
import { type MapRegion, readLabelMap } from '../../core/label/formats/readLabelMap';
import type { SourceImage } from '../../core/label/formats/sourceImage';
import { formatRuns } from '../../core/label/maskRuns';
import type { Protocol } from '../../core/label/protocol';
import { gatherNifti } from '../../core/nifti/gatherNifti';
import { NiftiError } from '../../core/nifti/niftiError';
import { type Nifti, readNifti } from '../../core/nifti/readNifti';
import type { ReportProgress } from '../../core/progress';
import { UserError } from '../../core/userError';
import { readIfThere } from '../dataset/readIfThere';
import type { ForeignDocuments } from './foreignDocuments';
import { imageGrid } from './imageGrid';
import type { ImageIndex } from './imageIndex';
import { sourceFiles } from './sourceFiles';
import { openSources, type SourceReader } from './sourceImages';

/** Memory for one inflated map. */
const mostBytes = 2 ** 31;

/** Reads label maps (NIfTI) of a folder, or one file, each called as its image; nothing is resampled. Throws UserError where there is none. */
export async function foreignMaps(
  root: string,
  source: string,
  protocol: Protocol,
  index: ImageIndex,
  report: ReportProgress,
): Promise<ForeignDocuments> {
  const files = (await sourceFiles(source)).filter((file) => /\.nii(\.gz)?$/i.test(file));
  if (files.length === 0) throw new UserError(`${source} holds no file that ends in .nii or .nii.gz.`);
  const read = await openSources(root);
  const images = new Map<string, ForeignImage>();
  const problems: string[] = [];
  for (const [place, file] of files.entries()) {
    report({ phase: 'Reading label maps', done: place, total: files.length });
    const taken = await takeMap(file, protocol, index, read);
    const subject = files.length === 1 ? 'The file' : `File ${place + 1} of the source (by name)`;
    if (typeof taken === 'string') problems.push(`${subject}: ${taken}.`);
    else if (images.has(taken.file)) problems.push(`${subject}: an earlier one is of the same image, and was taken.`);
    else images.set(taken.file, taken);
  }
  return { images: [...images.values()], problems };
}

async function takeMap(file: string, protocol: Protocol, index: ImageIndex, read: SourceReader): Promise<ForeignImage | string> {
  const match = index.find(basename(file));
  const row = 'found' in match ? index.rows.get(match.found) : undefined;
  if (row === undefined) return 'ambiguous' in match ? 'its file name fits several images' : 'the project has no image of its file name';
  const nifti = await readMap(file);
  if (typeof nifti === 'string') return nifti;
  if (nifti.volumes > 1) return `it holds ${nifti.volumes} volumes, and a label map is one`;
  const found = await imageGrid(row, read);
  if (typeof found === 'string') return `its image can not be compared with it: ${found}`;
  const map = gridMap(nifti, found.grid);
  if (map === null) return whyOther(nifti, found.grid.isInPatient);
  const regions = readLabelMap(nifti, found.grid, map);
  if (typeof regions === 'string') return regions;
  const names = await namesOf(file, protocol, regions);
  if (names === null) return unnamed;
  return {
    file: row.image,
    image: row.image,
    size: null,
    problems: [],
    marks: regions.map((region) => markOf(region, found.source, names)),
  };
}

const unnamed =
  'it does not say what its values mean: put a labels.json beside it, such as {"labels": {"background": 0, "cyst": 1}} with the names of the protocol';

function whyOther({ header }: Nifti, isInPatient: boolean): string {
  const size = header.sizes.join(' x ');
  const where = isInPatient
    ? 'in the patient'
    : '(of an image without a position in the patient the columns run to the left and the rows to the back: the affine is diagonal, with two negative steps)';
  return `its ${size} voxels are not those of the image, in number or where they lie ${where}: resample it to the image first`;
}

async function readMap(file: string): Promise<Nifti | string> {
  const bytes = createReadStream(file);
  try {
    // The callback form passes a failed read on to who waits for the inflated bytes.
    const pieces = /\.gz$/i.test(file) ? pipeline(bytes, createGunzip(), () => {}) : bytes;
    return readNifti(await gatherNifti(pieces, mostBytes));
  } catch (error) {
    if (error instanceof NiftiError) return `it is damaged or no NIfTI file (${error.message.replace(/\.$/, '')})`;
    if (error instanceof UserError) return 'it needs more memory than a label map may';
    throw error;
  } finally {
    bytes.destroy();
  }
}

/** By the list beside the map; without one a single value means the single region that the protocol draws. */
async function namesOf(file: string, protocol: Protocol, regions: readonly MapRegion[]): Promise<ReadonlyMap<number, string> | null> {
  const stem = basename(file).replace(/\.nii(\.gz)?$/i, '');
  const folder = dirname(file);
  for (const place of [
    join(folder, `${stem}.json`),
    join(folder, 'labels.json'),
    join(folder, 'dataset.json'),
    join(folder, '..', 'dataset.json'),
  ]) {
    const text = await readIfThere(place);
    const names = text === null ? null : parseMapNames(text);
    if (names !== null) return names;
  }
  const [only, another] = mappedLabels(protocol);
  const values = new Set(regions.map(({ value }) => value));
  return values.size === 0 || (values.size === 1 && only !== undefined && another === undefined)
    ? new Map([...values].map((value) => [value, only?.name ?? '']))
    : null;
}

function markOf({ value, mask, file, frame }: MapRegion, { instances }: SourceImage, names: ReadonlyMap<number, string>): ForeignMark {
  const source = instances[file];
  const place = {
    ...(source === undefined || source.instance === '' ? {} : { instance: source.instance }),
    ...((source?.frames.length ?? 1) > 1 ? { frame } : {}),
  };
  const className = names.get(value) ?? `value ${value}`;
  return { className, box: null, polygons: [], mask, runs: formatRuns(mask), place, object: String(value) };
}
