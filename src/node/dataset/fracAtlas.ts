import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { compareText } from '../../core/dataset/compareText';
import type { PublicLayout } from './publicLayout';
import { readFracAtlas } from './readFracAtlas';

/** FracAtlas as it is published: `images/{Fractured,Non_fractured}`, `dataset*.csv`, and boxes and outlines in `Annotations`, in four formats. */
export const fracAtlas: PublicLayout = {
  name: 'fracatlas',
  title: 'FracAtlas',
  needs: 'the folders images/Fractured and images/Non_fractured (or one of them) and a table dataset.csv',
  find: findTables,
  missing: missingParts,
  isImage: (path) => /(^|\/)images\/(Fractured|Non_fractured)\//i.test(path),
  read: readFracAtlas,
};

const isFolder = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isDirectory() === true;

/** The data set in a folder, or in a folder within it, as archives unpack; one of the two folders of films will do beside a table. */
async function findTables(folder: string): Promise<readonly string[] | null> {
  const inner = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const homes = [folder, ...inner.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name))];
  for (const home of homes) {
    const films = await Promise.all(['Fractured', 'Non_fractured'].map((name) => isFolder(join(home, 'images', name))));
    const table = await tableOf(home);
    if (films.every(Boolean) || (films.some(Boolean) && table !== undefined))
      return [...(table === undefined ? [] : [table]), ...sets.map((path) => join(home, path))];
  }
  return null;
}

const sets: readonly string[] = [
  'Annotations/COCO JSON/COCO_fracture_masks.json',
  'Annotations/VGG JSON/VGG_fracture_masks.json',
  ...['train', 'valid', 'test'].map((part) => `Utilities/Fracture Split/${part}.csv`),
];

/** `dataset.csv`, or a part of it under a similar name. */
async function tableOf(home: string): Promise<string | undefined> {
  const tables = (await readdir(home).catch(() => [])).filter(isTable).toSorted(compareText);
  const table = tables.find((name) => name.toLowerCase() === 'dataset.csv') ?? tables[0];
  return table === undefined ? undefined : join(home, table);
}

const isTable = (file: string): boolean => /^dataset.*\.csv$/i.test(basename(file));

async function missingParts(folder: string): Promise<string> {
  const films = await Promise.all(['Fractured', 'Non_fractured'].map((name) => isFolder(join(folder, 'images', name))));
  const lacks = [
    ...(films[0] ? [] : ['no folder images/Fractured']),
    ...(films[1] ? [] : ['no folder images/Non_fractured']),
    ...((await tableOf(folder)) === undefined ? ['no dataset.csv'] : []),
  ];
  return lacks.join(', ');
}
