import type { ImageRow } from '../../core/dataset/imageRow';
import type { Outcome } from '../../core/dataset/splitFactors';
import { isDrawn, type LabelDefinition } from '../../core/label/protocol';
import { readProtocol } from '../project/readProtocol';
import { readers, readLabels } from './readDataset';

/** The outcome that a split spreads evenly, and whose labels tell it. */
export type ChosenOutcome = { readonly outcome: Outcome | null; readonly reader: string; readonly notes: readonly string[] };

/** Several values and notes are no one value that could be spread. */
const isOneValue = ({ kind }: LabelDefinition): boolean => kind !== 'several' && kind !== 'note';

/** The protocol's first category, ordinal or number that somebody has labelled, by the reader with most labels of it (of equals the first by name). */
export async function chooseOutcome(root: string, rows: readonly ImageRow[]): Promise<ChosenOutcome> {
  const images = new Set(rows.map(({ image }) => image));
  const byReader = await Promise.all((await readers(root)).map(async (reader) => ({ reader, labels: await readLabels(root, reader) })));
  const { labels: definitions } = await readProtocol(root);
  for (const definition of definitions.filter((label) => !isDrawn(label) && isOneValue(label))) {
    const counted = byReader.map((entry) => ({
      ...entry,
      count: [...entry.labels.values()].filter(({ image, categories }) => images.has(image) && categories[definition.name] !== undefined)
        .length,
    }));
    const best = counted.toSorted((a, b) => b.count - a.count)[0];
    if (best === undefined || best.count === 0) continue;
    const notes =
      best.count < rows.length
        ? [`${rows.length - best.count} of ${rows.length} images have no ${definition.name} by ${best.reader}.`]
        : [];
    return { outcome: { definition, labels: best.labels }, reader: best.reader, notes };
  }
  return { outcome: null, reader: '', notes: ['No image has a label yet: the split spreads only sex, age, body part and site evenly.'] };
}
