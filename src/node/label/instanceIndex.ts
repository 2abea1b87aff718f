import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSeriesTable } from '../../core/dataset/seriesTable';
import { readString } from '../../core/dicom/value';
import { imageSource, instanceName, sourceName } from '../../core/identity/pseudonym';
import { layout } from '../../core/project/layout';
import { readLocalFiles } from '../dataset/localFiles';
import { mapBounded } from '../dataset/mapBounded';
import { nativeKey } from '../dataset/nativeKey';
import { readIfThere } from '../dataset/readIfThere';
import { readFileStart } from '../images/readDicomStart';
import { readProjectKey } from '../project/projectKey';

/** An image of the project, and its file's pseudonym where it has several. */
export type InstanceMatch = { readonly image: string; readonly instance?: string };

/** Finds images by the SOP instance UIDs of their files, which the index holds as pseudonyms only; what the project lacks is left out. */
export type FindInstances = (uids: readonly string[]) => Promise<ReadonlyMap<string, InstanceMatch>>;

/** Opens the search; images that were imported under their files' names are found by their files' headers, which are read when they are first needed. */
export async function openInstances(root: string, images: ReadonlySet<string>): Promise<FindInstances> {
  const key = nativeKey(await readProjectKey(root));
  const inSeries = await seriesInstances(root, images);
  let named: Promise<ReadonlyMap<string, InstanceMatch>> | null = null;
  const byHeader = (): Promise<ReadonlyMap<string, InstanceMatch>> => {
    named ??= namedImages(root, images);
    return named;
  };
  const byPseudonym = (uid: string): InstanceMatch | undefined => {
    const source = imageSource(key, uid);
    const member = inSeries.get(instanceName(source));
    const alone = [10, 16, 64].map((digits) => sourceName(source, digits)).find((name) => images.has(name));
    return member ?? (alone === undefined ? undefined : { image: alone });
  };
  return async (uids) => {
    const found = new Map<string, InstanceMatch>();
    for (const uid of new Set(uids)) {
      const match = byPseudonym(uid) ?? (await byHeader()).get(uid);
      if (match !== undefined) found.set(uid, match);
    }
    return found;
  };
}

/** The files of series by their pseudonyms. */
async function seriesInstances(root: string, images: ReadonlySet<string>): Promise<ReadonlyMap<string, InstanceMatch>> {
  const names = (await readdir(join(root, layout.series)).catch(() => [])).filter((name) => name.endsWith('.csv'));
  const known = names.filter((name) => images.has(name.slice(0, -4)));
  const lists = await mapBounded(known, async (name) => {
    const file = `${layout.series}/${name}`;
    return parseSeriesTable((await readIfThere(join(root, file))) ?? '', file).map(({ instance }) => ({
      image: name.slice(0, -4),
      instance,
    }));
  });
  return new Map(lists.flat().map((match) => [match.instance, match]));
}

/** Images that have kept their files' names, by what their files say. */
async function namedImages(root: string, images: ReadonlySet<string>): Promise<ReadonlyMap<string, InstanceMatch>> {
  const files = [...(await readLocalFiles(root)).values()].flat();
  const named = files.filter(({ image, instance }) => images.has(image) && instance === '' && !/^img-[0-9a-f]{10,}$/.test(image));
  const uids = await mapBounded(named, async ({ file }) => {
    const dicom = await readFileStart(file).catch(() => null);
    return dicom === null ? '' : readString(dicom.dataset, 'SOPInstanceUID');
  });
  return new Map(named.flatMap(({ image }, index) => (uids[index] ? [[uids[index], { image }] as const] : [])));
}
