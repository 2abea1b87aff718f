import type { ReadImage } from '../../core/label/agreement';
import type { Label } from '../../core/label/label';
import { spacingOf } from '../../core/label/spacingOf';
import { UserError } from '../../core/userError';
import { readers as readersOf, readImages, readLabels } from '../dataset/readDataset';

/** The images of a project with the final labels of its readers. */
export type Readings = { readonly readers: readonly string[]; readonly images: readonly ReadImage[] };

/** Reads what the named readers (all that have labelled, unless named) say of every image; throws UserError for fewer than two, or an unknown one. */
export async function readReadings(root: string, chosen?: readonly string[]): Promise<Readings> {
  const known = await readersOf(root);
  const readers = chosen ?? known;
  const unknown = readers.find((reader) => !known.includes(reader));
  if (unknown !== undefined)
    throw new UserError(`The reader "${unknown}" has labelled nothing; readers are ${known.join(', ') || 'none yet'}.`);
  if (new Set(readers).size < 2)
    throw new UserError(`Agreement needs two readers or more, and there is ${known.length < 2 ? 'no second one yet' : 'only one named'}.`);
  const byReader: ReadonlyMap<string, Label>[] = [];
  for (const reader of readers) byReader.push(await readLabels(root, reader));
  const images = (await readImages(root)).map((row): ReadImage => {
    const labels = byReader.map((labelled) => finalLabel(labelled.get(row.image)));
    return { image: row.image, patient: row.patient, spacing: spacingOf(row), labels };
  });
  return { readers, images };
}

const finalLabel = (label: Label | undefined): Label | null => (label?.status === 'final' ? label : null);
