import type { ImageRow } from '../../core/dataset/imageRow';
import type { ReportProgress } from '../../core/progress';
import { UserError } from '../../core/userError';
import { ImageError } from '../images/imageError';
import { pixelHash } from '../images/pixelHash';
import { readGreyImage } from '../images/readImage';
import type { FileProblem, FileState, FoundImage } from './foundFile';
import { groupImages } from './groupImages';
import { type ImportPlan, pathFromRoot } from './importPlan';
import { mapBounded } from './mapBounded';
import { scanFiles } from './scanFiles';
import { type WalkedFile, walkFolder } from './walkFolder';

/** The images of the imported folder before they have names. */
export type FolderScan = {
  readonly images: readonly FoundImage[];
  readonly problems: readonly FileProblem[];
  /** Path of every file that was looked at. */
  readonly looked: readonly string[];
  /** Files of other kinds. */
  readonly skipped: number;
  /** Folders and links that could not be opened. */
  readonly unreadable: number;
};

/** Reads the whole imported folder; throws UserError when it holds no image at all. */
export async function scanFolder(plan: ImportPlan, report: ReportProgress, signal: AbortSignal): Promise<FolderScan> {
  report({ phase: 'Finding files', done: 0, total: 0 });
  const { files, unreadable } = await walkFolder(plan.folder, plan.root, signal);
  const { layout } = plan;
  const wanted = layout === null ? files : files.filter(({ path }) => layout.isImage(path));
  const scan = await scanFiles(
    wanted,
    { key: plan.key, kinds: plan.kinds, hashDicom: namesAreKept(plan), unchanged: unchangedRows(plan) },
    report,
    signal,
  );
  if (scan.files.length === 0 && scan.problems.length === 0)
    throw new UserError(`${plan.folder} holds no ${plan.kinds.map((kind) => kind.toUpperCase()).join(', ')} file.`);
  const { images, problems } = await groupImages(scan.files, signal);
  const hashed = await withPixelHashes(images, signal);
  return {
    images: hashed.images,
    problems: [...scan.problems, ...problems, ...hashed.problems],
    looked: wanted.map(({ path }) => path),
    skipped: scan.skipped,
    unreadable,
  };
}

const namesAreKept = ({ keepNames, table }: ImportPlan): boolean => keepNames || table.rows.some(({ image }) => !image.startsWith('img-'));

/** Finds the row of a picture whose file has kept its place, size and time since it was hashed. */
function unchangedRows(plan: ImportPlan): (file: WalkedFile & FileState) => ImageRow | undefined {
  const rows = new Map(plan.table.rows.map((row) => [row.image, row]));
  const places = new Map(plan.paths.filter(({ root }) => root === plan.place.name).map((path) => [path.path, path]));
  return ({ path, bytes, modified }) => {
    const old = places.get(pathFromRoot(plan, path));
    if (old === undefined || old.bytes !== bytes || old.modified !== modified) return undefined;
    const row = rows.get(old.image);
    return row?.sha256 === '' ? undefined : row;
  };
}

/** Decodes the DICOM images that name no patient: only their pixels tell which belong together. */
async function withPixelHashes(
  images: readonly FoundImage[],
  signal: AbortSignal,
): Promise<{ readonly images: readonly FoundImage[]; readonly problems: readonly FileProblem[] }> {
  const problems: FileProblem[] = [];
  const hashed = await mapBounded(
    images,
    async (image): Promise<FoundImage | null> => {
      const [first, ...others] = image.files;
      if (first.kind !== 'dicom' || first.patient !== '') return image;
      try {
        return { ...image, files: [{ ...first, pixelHash: pixelHash(await readGreyImage(first.file)) }, ...others] };
      } catch (error) {
        if (!(error instanceof ImageError)) throw error;
        problems.push({ path: first.path, file: first.file, reason: error.message });
        return null;
      }
    },
    signal,
  );
  return { images: hashed.filter((image) => image !== null), problems };
}
