import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { formatLabelMap, formatMapNames, mappedLabels } from '../../core/label/formats/labelMap';
import type { Protocol } from '../../core/label/protocol';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import type { ExportSummary, Labelled } from './exportLabels';
import { imageGrid } from './imageGrid';
import { openSources } from './sourceImages';

const compress = promisify(gzip);

/** Writes a label map an image, `<image>.nii.gz`, and the names of its values, `labels.json`: without anything that names a patient. */
export async function exportMaps(root: string, chosen: readonly Labelled[], protocol: Protocol, out: string): Promise<ExportSummary> {
  if (mappedLabels(protocol).length === 0)
    throw new UserError('The protocol draws no mask and no outline, so that there is nothing to map.');
  const read = await openSources(root);
  const skipped = new Map<string, number>();
  let [images, left, overlapping, placeless] = [0, 0, 0, 0];
  for (const { row, label } of chosen) {
    const found = await imageGrid(row, read);
    if (typeof found === 'string') {
      skipped.set(found, (skipped.get(found) ?? 0) + 1);
      continue;
    }
    const map = formatLabelMap(found.source, found.grid, label, protocol);
    left += map.left;
    if (map.overlaps) overlapping += 1;
    if (!found.grid.isInPatient && found.grid.places.length > 1) placeless += 1;
    await writeBeside(join(out, `${row.image}.nii.gz`), new Uint8Array(await compress(map.bytes)));
    images += 1;
  }
  if (images > 0) await writeBeside(join(out, 'labels.json'), formatMapNames(protocol));
  const notes = [
    ...[...skipped].map(([reason, count]) => `${count} images were left out: ${reason}.`),
    ...(overlapping === 0 ? [] : [`${overlapping} images have regions that lie on each other: a map shows the later one of the protocol.`]),
    ...(placeless === 0 ? [] : [`${placeless} images are no even slices in the patient: their maps say the order of the frames only.`]),
    ...(left === 0 ? [] : [`${left} marks were left out: a map has masks and outlines only, or the image has no such frame.`]),
  ];
  return { images, files: images === 0 ? 0 : images + 1, notes };
}
