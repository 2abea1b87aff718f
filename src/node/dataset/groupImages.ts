import { sortInstances } from '../../core/dataset/seriesTable';
import { instanceName } from '../../core/identity/pseudonym';
import type { FileProblem, FoundFile, FoundImage } from './foundFile';
import { hashFile } from './hashFile';

export type GroupedImages = { readonly images: readonly FoundImage[]; readonly problems: readonly FileProblem[] };

/** Puts files together into images: slices of a series make one; a file found twice is kept once, the other becomes a problem. */
export async function groupImages(files: readonly FoundFile[], signal: AbortSignal): Promise<GroupedImages> {
  const { kept, problems } = await withoutDuplicates(files, signal);
  const stacks = new Map<string, FoundFile[]>();
  const images: FoundImage[] = [];
  for (const file of kept) {
    if (file.stack === '') images.push({ source: file.source, files: [file], isSeries: false, facts: file.facts });
    else {
      const slices = stacks.get(file.stack) ?? [];
      slices.push(file);
      stacks.set(file.stack, slices);
    }
  }
  for (const [source, slices] of stacks) {
    const { same, others } = sameSize(slices);
    images.push(seriesImage(source, same));
    problems.push(...others.map((file) => problem(file, 'Its size differs from the rest of its series.')));
  }
  return { images, problems };
}

const problem = ({ path, file }: FoundFile, reason: string): FileProblem => ({ path, file, reason });

async function withoutDuplicates(
  files: readonly FoundFile[],
  signal: AbortSignal,
): Promise<{ kept: FoundFile[]; problems: FileProblem[] }> {
  const first = new Map<string, FoundFile>();
  const problems: FileProblem[] = [];
  for (const file of files) {
    const other = first.get(file.source);
    if (other === undefined) {
      first.set(file.source, file);
      continue;
    }
    signal.throwIfAborted();
    const same = file.bytes === other.bytes && (await contentHash(file, signal)) === (await contentHash(other, signal));
    problems.push(
      problem(file, same ? 'It has the same bytes as another file.' : 'It has the same instance UID as another file, but other bytes.'),
    );
  }
  return { kept: [...first.values()], problems };
}

const contentHash = async (file: FoundFile, signal: AbortSignal): Promise<string> => file.sha256 || hashFile(file.file, signal);

/** The slices of the size that most slices of the series have, and the others (scouts). */
function sameSize(slices: readonly FoundFile[]): { readonly same: readonly FoundFile[]; readonly others: readonly FoundFile[] } {
  const size = ({ facts }: FoundFile): string => `${facts.rows}x${facts.columns}`;
  const counts = new Map<string, number>();
  for (const slice of slices) counts.set(size(slice), (counts.get(size(slice)) ?? 0) + 1);
  const [common] = [...counts].toSorted(([, a], [, b]) => b - a)[0] ?? [''];
  return { same: slices.filter((slice) => size(slice) === common), others: slices.filter((slice) => size(slice) !== common) };
}

function seriesImage(source: string, slices: readonly FoundFile[]): FoundImage {
  const byInstance = new Map(slices.map((slice) => [instanceName(slice.source), slice]));
  const order = sortInstances(
    [...byInstance].map(([instance, { number, positionMm, sha256 }]) => ({ instance, number, positionMm, sha256 })),
  );
  const [first, ...others] = order.flatMap(({ instance }) => byInstance.get(instance) ?? []);
  if (first === undefined) throw new RangeError('a series has at least one slice');
  return { source, files: [first, ...others], isSeries: true, facts: { ...first.facts, frames: 1 + others.length } };
}
