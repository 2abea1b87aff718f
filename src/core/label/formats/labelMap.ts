import { writeNifti } from '../../nifti/writeNifti';
import type { Label } from '../label';
import { fillRuns } from '../maskRuns';
import type { LabelDefinition, Protocol } from '../protocol';
import type { MaskGrid } from './maskGrid';
import { segmentsOf } from './segments';
import type { SourceImage } from './sourceImage';

/** What label maps show, in the order of their values from 1 on. */
export const mappedLabels = ({ labels }: Protocol): readonly LabelDefinition[] =>
  labels.filter(({ kind }) => kind === 'mask' || kind === 'outline');

/** The file `labels.json` beside label maps: the value of every name, as nnU-Net's dataset.json says it. */
export const formatMapNames = (protocol: Protocol): string =>
  `${JSON.stringify({ labels: { background: 0, ...Object.fromEntries(mappedLabels(protocol).map(({ name }, index) => [name, index + 1])) } }, null, 2)}\n`;

/** The names by value of a `labels.json` or of nnU-Net's dataset.json; values may stand on either side. Null where the text is none. */
export function parseMapNames(text: string): ReadonlyMap<number, string> | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const labels = typeof value === 'object' && value !== null && 'labels' in value ? value.labels : null;
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels)) return null;
  const names = new Map<number, string>();
  for (const [key, entry] of Object.entries(labels)) {
    if (typeof entry === 'string' && /^\d+$/.test(key)) names.set(Number(key), entry);
    else if (typeof entry === 'number' && Number.isInteger(entry)) names.set(entry, key);
  }
  return names;
}

/**
 * A label map of an image (NIfTI-1): one value a name, objects are not told apart, and where two names lie on each other the later one in the protocol
 * shows. `left` marks have no place in it.
 */
export function formatLabelMap(
  source: SourceImage,
  grid: MaskGrid,
  label: Label,
  protocol: Protocol,
): { readonly bytes: Uint8Array; readonly left: number; readonly overlaps: boolean } {
  const { segments: drawn, left } = segmentsOf(label, protocol, source);
  const mapped = mappedLabels(protocol);
  const segments = drawn.filter(({ definition }) => mapped.includes(definition));
  const size = { rows: grid.rows, columns: grid.columns };
  const pixels = grid.rows * grid.columns;
  const values = mapped.length < 256 ? new Uint8Array(pixels * grid.places.length) : new Uint16Array(pixels * grid.places.length);
  const sliceOf = new Map(grid.places.map(({ file, frame }, slice) => [`${file}|${frame}`, slice]));
  let overlaps = false;
  for (const { definition, frames } of segments)
    for (const { file, frame, runs } of frames) {
      const bitmap = new Uint8Array(pixels);
      fillRuns(runs, size, bitmap);
      const slice = sliceOf.get(`${file}|${frame}`) ?? 0;
      const own = mapped.indexOf(definition) + 1;
      for (let at = 0; at < pixels; at += 1) {
        if (bitmap[at] === 0) continue;
        const place = slice * pixels + at;
        overlaps ||= values[place] !== 0 && values[place] !== own;
        values[place] = own;
      }
    }
  const { columns, rows, places, affine, isInPatient, isInMillimetres } = grid;
  const description = `RadSteps: ${mapped.map(({ name }, index) => `${index + 1} ${name}`).join(', ')}`;
  const volume = { sizes: [columns, rows, places.length], values, affine, isInPatient, isInMillimetres, description } as const;
  return { bytes: writeNifti(volume), left: left + drawn.length - segments.length, overlaps };
}
