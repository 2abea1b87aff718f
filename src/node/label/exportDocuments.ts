import { join } from 'node:path';
import { version } from '../../../package.json';
import { replacedUid } from '../../core/identity/pseudonym';
import type { DocumentContext } from '../../core/label/formats/documentHead';
import { formatSeg, type WrittenDocument } from '../../core/label/formats/formatSeg';
import { formatSr } from '../../core/label/formats/formatSr';
import type { SourceImage } from '../../core/label/formats/sourceImage';
import type { Protocol } from '../../core/label/protocol';
import { spacingOf } from '../../core/label/spacingOf';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import { readProjectKey } from '../project/projectKey';
import type { ExportSummary, Labelled } from './exportLabels';
import { liesInGit } from './liesInGit';
import { openSources } from './sourceImages';

type Written = WrittenDocument & { readonly notes?: readonly string[] };

/** How one image's label is written. */
type Write = (source: SourceImage, labelled: Labelled, protocol: Protocol, context: DocumentContext) => Written;

const writers: Readonly<Record<'seg' | 'sr', Write>> = {
  seg: (source, { label }, protocol, context) => formatSeg(source, label, protocol, context),
  sr: (source, { row, label }, protocol, context) => formatSr(source, label, protocol, spacingOf(row), context),
};

export type DocumentFormat = keyof typeof writers;

const whatIsMissing: Readonly<Record<DocumentFormat, string>> = {
  seg: 'images draw no region, and a segmentation can not be empty: they got no file',
  sr: 'images say and measure nothing, and a report can not be empty: they got no file',
};

/**
 * Writes a DICOM object an image, `<image>-<format>.dcm`, with the patient and study of the image's own files. They hold identifiers, so that a folder
 * inside a working tree of git is refused (UserError) unless the files say that identifiers were removed.
 */
export async function exportDocuments(
  root: string,
  chosen: readonly Labelled[],
  protocol: Protocol,
  { format, out }: { readonly format: DocumentFormat; readonly out: string },
): Promise<ExportSummary> {
  const key = await readProjectKey(root);
  const context = { uid: (text: string) => replacedUid(key, `radsteps|${text}`), now: new Date(), version };
  const read = await openSources(root);
  const isInGit = await liesInGit(root, out);
  const skipped = new Map<string, string[]>();
  const notes = new Map<string, number>();
  let [images, left, empty] = [0, 0, 0];
  for (const labelled of chosen) {
    const { image } = labelled.row;
    const source = await read(image);
    if (isInGit && typeof source !== 'string' && !source.instances.every(({ isPseudonymised }) => isPseudonymised))
      throw new UserError(identifiersInGit);
    const written = typeof source === 'string' ? source : tryWriting(() => writers[format](source, labelled, protocol, context));
    if (typeof written === 'string') {
      skipped.set(written, [...(skipped.get(written) ?? []), image]);
      continue;
    }
    left += written.left;
    for (const note of written.notes ?? []) notes.set(note, (notes.get(note) ?? 0) + 1);
    if (written.bytes === null) empty += 1;
    else await writeBeside(join(out, `${image}-${format}.dcm`), written.bytes);
    images += written.bytes === null ? 0 : 1;
  }
  const said = [
    ...[...skipped].map(([reason, names]) => `${names.length} images were left out (${few(names)}): ${reason}.`),
    ...(empty === 0 ? [] : [`${empty} ${whatIsMissing[format]}.`]),
    ...[...notes].map(([note, count]) => `${count} images: ${note}.`),
    ...(left === 0 ? [] : [`${left} marks were left out: ${format} has no place for their kind, or the image has no such frame.`]),
  ];
  return { images, files: images, notes: said };
}

const identifiersInGit =
  "The images' own files name their patients, and so would what is written: name a folder outside of git with --out. (Files that say that identifiers were removed, by Patient Identity Removed, may go anywhere.)";

const few = (names: readonly string[]): string => (names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')}, ...`);

/** The reason, as the end of a sentence, for what the format can't say, which writers throw as RangeError. */
function tryWriting(write: () => Written): Written | string {
  try {
    return write();
  } catch (error) {
    if (error instanceof RangeError) return 'its files differ in size';
    throw error;
  }
}
