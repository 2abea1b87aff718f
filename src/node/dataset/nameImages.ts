import type { ImageRow } from '../../core/dataset/imageRow';
import { sourceName } from '../../core/identity/pseudonym';
import type { FileProblem, FoundImage } from './foundFile';
import type { LocalPath } from './localPaths';

/** What the project knows already. */
export type KnownImages = {
  readonly rows: readonly ImageRow[];
  /** Images by the path that their file has on this machine, for files of the imported folder's root. */
  readonly pathOf: (image: FoundImage) => LocalPath | undefined;
};

export type NamedImages = { readonly names: ReadonlyMap<FoundImage, string>; readonly problems: readonly FileProblem[] };

const keptName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/**
 * Gives every found image its name in the project: the one it has already (same content, same UID, or with kept names the same path),
 * else a new one, longer where the short one belongs to another image. Names differ by more than their case.
 */
export function nameImages(
  images: readonly FoundImage[],
  known: KnownImages,
  keepNames: boolean,
  stemOf: (path: string) => string = fileStem,
): NamedImages {
  const naming = startNaming(known);
  const names = new Map<FoundImage, string>();
  const problems: FileProblem[] = [];
  for (const image of images) {
    const old = knownName(naming, known, image, keepNames);
    if (old !== undefined) claim(naming, names, image, old);
  }
  for (const image of images) {
    if (names.has(image)) continue;
    const fresh = newName(naming, image, keepNames ? stemOf : null);
    if (fresh === undefined) problems.push({ path: image.files[0].path, file: image.files[0].file, reason: badName });
    else claim(naming, names, image, fresh);
  }
  return { names, problems };
}

const badName = 'Its name can not be kept: only letters, digits, ".", "_" and "-" are allowed; rename it, or import without keeping names.';

type Naming = {
  readonly byName: ReadonlyMap<string, ImageRow>;
  readonly byHash: ReadonlyMap<string, ImageRow>;
  /** Names in use, in lower case: some file systems don't tell cases apart. */
  readonly taken: Set<string>;
  readonly claimed: Set<string>;
};

function startNaming({ rows }: KnownImages): Naming {
  return {
    byName: new Map(rows.map((row) => [row.image, row])),
    byHash: new Map(rows.filter(({ sha256 }) => sha256 !== '').map((row) => [row.sha256, row])),
    taken: new Set(rows.map(({ image }) => image.toLowerCase())),
    claimed: new Set(),
  };
}

function claim({ taken, claimed }: Naming, names: Map<FoundImage, string>, image: FoundImage, name: string): void {
  names.set(image, name);
  taken.add(name.toLowerCase());
  claimed.add(name);
}

function knownName(
  { byName, byHash, claimed }: Naming,
  { pathOf }: KnownImages,
  image: FoundImage,
  keepNames: boolean,
): string | undefined {
  const { sha256 } = image.files[0];
  const sameContent = image.isSeries || sha256 === '' ? undefined : byHash.get(sha256);
  const sameUid = [10, 16]
    .map((digits) => byName.get(sourceName(image.source, digits)))
    .find((row) => row !== undefined && isSame(row, image));
  const samePath = keepNames ? byName.get(pathOf(image)?.image ?? '') : undefined;
  return [sameContent, sameUid, samePath].find((row) => row !== undefined && !claimed.has(row.image))?.image;
}

/** Whether a row with the right name is the same image: of the same series, or for a picture of the same content. */
function isSame(row: ImageRow, { files: [{ kind, series, sha256 }] }: FoundImage): boolean {
  return kind === 'dicom' ? row.series === series : row.sha256 === sha256 || row.sha256 === '';
}

function newName({ taken }: Naming, image: FoundImage, stemOf: ((path: string) => string) | null): string | undefined {
  const hashed = [10, 16, 64].map((digits) => sourceName(image.source, digits));
  const candidates = stemOf !== null && !image.isSeries ? keptNames(image, stemOf) : hashed;
  return candidates.find((name) => !taken.has(name.toLowerCase()));
}

/** The file's stem, and with more digits where another image has it; none where the stem can't be a name. */
function keptNames({ source, files: [{ path }] }: FoundImage, stemOf: (path: string) => string): readonly string[] {
  const stem = stemOf(path);
  return keptName.test(stem) && !stem.endsWith('.') ? [stem, ...[6, 16, 64].map((digits) => `${stem}-${source.slice(0, digits)}`)] : [];
}

const fileStem = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.(png|jpe?g|dcm|dicom|ima)$/i, '');
