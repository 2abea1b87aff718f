import type { ImageRow } from '../../core/dataset/imageRow';
import type { DicomFile } from '../../core/dicom/readDicom';
import { definitionOfClass, type ForeignMark } from '../../core/label/formats/foreignMark';
import { frameAt, isSamePlane } from '../../core/label/formats/frameAt';
import { definitionOfCode, ownScheme } from '../../core/label/formats/labelCode';
import { readSeg, type Segmentation, type SegmentFacts, type SegmentFrame } from '../../core/label/formats/readSeg';
import type { SourceImage } from '../../core/label/formats/sourceImage';
import { formatRuns } from '../../core/label/maskRuns';
import type { Protocol } from '../../core/label/protocol';
import { nodeCodecs } from '../images/nodeCodecs';
import type { Found } from './foundImages';
import type { FindInstances, InstanceMatch } from './instanceIndex';
import type { SourceReader } from './sourceImages';

/** What takes documents over into a project. */
export type DocumentTools = {
  readonly find: FindInstances;
  readonly sources: SourceReader;
  readonly rows: ReadonlyMap<string, ImageRow>;
  readonly protocol: Protocol;
};

/** What a document says of the project's images; problems are ends of sentences that begin with the document. */
export type Taken = { readonly found: readonly Found[]; readonly problems: readonly string[] };

/** Where a frame of a segmentation belongs. */
type Target = InstanceMatch & { readonly frame?: number };

/** Takes the segments of a DICOM Segmentation over; `name` tells its things from those of other files. */
export async function takeSegmentation(dicom: DicomFile, name: string, tools: DocumentTools): Promise<Taken> {
  const seg = await readSeg(dicom, nodeCodecs);
  if (typeof seg === 'string') return { found: [], problems: [`${seg}, and was left out`] };
  const uids = [...seg.frames.flatMap(({ sources }) => sources.map(({ sopInstance }) => sopInstance)), ...seg.references];
  const matches = await tools.find(uids);
  const sources = await matchedSources(matches, tools);
  const marks = new Map<string, ForeignMark[]>();
  const elsewhere = new Set<string>();
  let lost = 0;
  for (const frame of seg.frames) {
    const target = targetOf(frame, matches, sources);
    if (target === null) lost += 1;
    else if (!liesThere(frame, target, sources)) elsewhere.add(target.image);
    else {
      const own = marks.get(target.image) ?? [];
      marks.set(target.image, own);
      if (frame.mask.rows.length > 0) own.push(markOf(frame, target, `${name}/${frame.segment.number}`, tools.protocol));
    }
  }
  const images = [...new Set([...marks.keys(), ...elsewhere])];
  if (images.length === 0) return { found: [], problems: ['it refers to no image that the project has, and was left out'] };
  const found = images.map((image): Found => {
    const problem = misfitOf(seg, tools.rows.get(image), elsewhere.has(image));
    return { image, marks: marks.get(image) ?? [], problems: problem === null ? [] : [problem] };
  });
  const problems = lost === 0 ? [] : [`${lost} of its frames refer to no image that the project has`];
  return { found, problems: [...problems, ...seg.notes] };
}

/** The images that were found, as far as their files are on this machine. */
export async function matchedSources(
  matches: ReadonlyMap<string, InstanceMatch>,
  { sources }: DocumentTools,
): Promise<ReadonlyMap<string, SourceImage>> {
  const found = new Map<string, SourceImage>();
  for (const image of new Set([...matches.values()].map((match) => match.image))) {
    const source = await sources(image);
    if (typeof source !== 'string') found.set(image, source);
  }
  return found;
}

/** Why a segmentation's pixels are not those of an image, as the end of a sentence; null where they are. */
function misfitOf({ rows, columns }: Segmentation, row: ImageRow | undefined, isElsewhere: boolean): string | null {
  if (row !== undefined && row.rows !== null && (row.rows !== rows || row.columns !== columns))
    return `it was segmented with ${columns} columns and ${rows} rows, but has ${row.columns} and ${row.rows}`;
  return isElsewhere ? 'its segmentation has pixels that lie elsewhere than those of the image, and is not resampled' : null;
}

/** By what a frame was made from; where it does not say that, by where it lies in the patient. */
function targetOf(
  { sources: references, place }: SegmentFrame,
  matches: ReadonlyMap<string, InstanceMatch>,
  sources: ReadonlyMap<string, SourceImage>,
): Target | null {
  for (const { sopInstance, frame } of references) {
    const match = matches.get(sopInstance);
    if (match !== undefined) return placed(match, frame ?? 0, sources);
  }
  if (references.length > 0) return null;
  for (const [image, source] of sources) {
    const at = frameAt(source, place);
    const instance = source.instances[at?.file ?? -1];
    if (at !== null && instance !== undefined)
      return placed(instance.instance === '' ? { image } : { image, instance: instance.instance }, at.frame, sources);
  }
  return null;
}

/** Marks of a file with one frame don't say which. */
function placed(match: InstanceMatch, frame: number, sources: ReadonlyMap<string, SourceImage>): Target {
  const source = sources.get(match.image)?.instances.find(({ instance }) => instance === (match.instance ?? ''));
  return frame > 0 || (source !== undefined && source.frames.length > 1) ? { ...match, frame } : match;
}

/** Where the image's files are not on this machine, what the document says is all that is known. */
function liesThere(
  { place }: SegmentFrame,
  { image, instance = '', frame = 0 }: Target,
  sources: ReadonlyMap<string, SourceImage>,
): boolean {
  const source = sources.get(image)?.instances.find((other) => other.instance === instance);
  const header = source?.frames[frame];
  return header === undefined ? source === undefined : isSamePlane(place, header);
}

function markOf({ segment, mask }: SegmentFrame, { image: _, ...place }: Target, object: string, protocol: Protocol): ForeignMark {
  return { className: classOf(segment, protocol), box: null, polygons: [], mask, runs: formatRuns(mask), place, object };
}

/** Our own codes count most, then the label, then what the code means. */
function classOf({ label, type }: SegmentFacts, protocol: Protocol): string {
  const own = type.scheme === ownScheme ? definitionOfCode(type, protocol) : null;
  const definition = own ?? definitionOfClass(label, protocol) ?? definitionOfCode(type, protocol);
  return definition?.name ?? label;
}
