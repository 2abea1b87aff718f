import { countStates } from '../../core/label/stateCounts';
import { type DataGlance, dataGlance } from '../../core/overview/dataGlance';
import { UserError } from '../../core/userError';
import { readImageTable } from '../dataset/imageTableFile';
import { readStoredSplit } from '../dataset/readDataset';
import { galleryReader } from '../gallery/galleryReader';
import { projectStates } from '../label/projectStates';

/** Makes what reads a project's data at a glance; what it has read of labels stays in memory. Throws UserError where `images.csv` can't be read. */
export function dataGlanceReader(root: string): () => Promise<DataGlance> {
  const gallery = galleryReader(root);
  const readStates = projectStates(root);
  return async () => {
    const { rows } = await readImageTable(root);
    const [table, { states, images }, stored] = await Promise.all([gallery.table(), readStates(), readSplit(root)]);
    return dataGlance({ rows, split: stored?.split ?? null, states: countStates(Object.values(states), images), table });
  };
}

/** Null where there is none, or it does not fit its lock, which the table's notes say. */
const readSplit = (root: string) =>
  readStoredSplit(root).catch((error: unknown) => {
    if (error instanceof UserError) return null;
    throw error;
  });
