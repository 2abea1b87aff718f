import { chooseTarget } from '../../core/experiment/chooseTarget';
import type { Mark } from '../../core/label/label';
import { readImages } from '../dataset/readDataset';
import { readReaderLabels } from '../label/readReaderLabels';
import { readProtocol } from '../project/readProtocol';

/** The marks of a reader in an image, with its size in pixels. */
export type MarkedImage = { readonly marked: readonly Mark[]; readonly size: { readonly rows: number; readonly columns: number } };

/** Whose marks of what are wanted, in which images. */
export type WantedMarks = { readonly target: string; readonly reader: string; readonly images: ReadonlySet<string> };

/** Gives the marks by image; images without a final label or a size are left out. */
export type ReferenceMarks = (wanted: WantedMarks) => Promise<ReadonlyMap<string, MarkedImage>>;

/** Reads the reference standard of boxes and masks from the project's labels as they are now, each reader's only once. */
export function referenceMarks(root: string): ReferenceMarks {
  const read = new Map<string, Promise<ReadonlyMap<string, MarkedImage>>>();
  return async ({ target, reader, images }) => {
    const key = `${target}\n${reader}\n${[...images].join(' ')}`;
    const known = read.get(key) ?? readMarks(root, { target, reader, images });
    read.set(key, known);
    return known;
  };
}

async function readMarks(root: string, { target, reader, images }: WantedMarks): Promise<ReadonlyMap<string, MarkedImage>> {
  const [protocol, rows, { labels }] = await Promise.all([readProtocol(root), readImages(root), readReaderLabels(root, reader, images)]);
  const { marks } = chooseTarget(target, protocol);
  return new Map(
    rows.flatMap(({ image, rows: height, columns: width }) => {
      const label = labels.get(image)?.label;
      if (marks === null || label?.status !== 'final' || height === null || width === null) return [];
      return [[image, { marked: marks(label), size: { rows: height, columns: width } }] as const];
    }),
  );
}
