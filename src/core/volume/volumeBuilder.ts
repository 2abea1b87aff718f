import type { Frame, StoredValues } from '../image/frame';
import type { FrameMeaning, ModalityMap } from '../image/frameMeaning';
import { modalityFunction } from '../image/modalityFunction';
import { UserError } from '../userError';
import type { FrameGeometry } from './frameGeometry';
import { stackGeometry } from './stackGeometry';
import type { Volume, VolumeValues } from './volume';

/** A decoded slice and where it lies. */
export type Slice = { readonly frame: Frame; readonly meaning: FrameMeaning; readonly geometry: FrameGeometry | null };

/** Bytes that a volume of `slices` like this one takes. */
export const volumeBytes = (slice: Slice, slices: number): number =>
  slice.frame.rows * slice.frame.columns * slices * arrayFor(slice).BYTES_PER_ELEMENT;

function arrayFor({ frame: { values }, meaning: { modality } }: Slice) {
  if (values.BYTES_PER_ELEMENT > 2 || modality.kind !== 'linear') return Float32Array;
  if (values instanceof Uint8Array) return Uint8Array;
  return values instanceof Uint16Array ? Uint16Array : Int16Array;
}

type Room = { readonly first: Slice; values: VolumeValues; modality: ModalityMap; lowest: number; highest: number };

/**
 * Puts slices, which may come in any order, into one array: 8 or 16 bits as they are stored, else single floats in the modality's unit (also
 * where slopes or types differ from slice to slice, as in PET). `add` and `finish` throw `UserError` with the reason where there can be no volume.
 */
export class VolumeBuilder {
  readonly #slices: number;
  readonly #limitBytes: number;
  readonly #geometry: FrameGeometry[] = [];
  #room: Room | null = null;

  constructor(slices: number, limitBytes: number) {
    this.#slices = slices;
    this.#limitBytes = limitBytes;
  }

  /** Takes slice `index` (from 0); its values are copied. */
  add(index: number, slice: Slice): void {
    if (slice.geometry === null) throw new UserError(`Three planes need to know where slices lie, and slice ${index + 1} does not say so.`);
    if (slice.frame.samples !== 1) throw new UserError('Three planes are made of grey slices only, and these are in colour.');
    this.#room ??= this.#start(slice);
    this.#put(this.#room, index, slice);
    this.#geometry[index] = slice.geometry;
  }

  /** The volume, when all slices are there. */
  finish(): Volume {
    const room = this.#room;
    if (room === null || Object.keys(this.#geometry).length !== this.#slices)
      throw new UserError('Three planes need all slices, and some are missing.');
    const { order, toMm } = stackGeometry(this.#geometry);
    const { rows, columns } = room.first.frame;
    sortSlices(room.values, rows * columns, order);
    this.#room = null;
    return { size: [columns, rows, this.#slices], values: room.values, meaning: meaningOf(room), toMm, order };
  }

  #start(first: Slice): Room {
    this.#checkLimit(volumeBytes(first, this.#slices));
    const { rows, columns } = first.frame;
    const Values = arrayFor(first);
    const modality = Values === Float32Array ? asItIs : first.meaning.modality;
    const values = new Values(rows * columns * this.#slices);
    return { first, values, modality, lowest: Number.POSITIVE_INFINITY, highest: Number.NEGATIVE_INFINITY };
  }

  #put(room: Room, index: number, { frame, meaning }: Slice): void {
    const { rows, columns } = room.first.frame;
    if (frame.rows !== rows || frame.columns !== columns)
      throw new UserError(
        `Three planes need slices of one size: slice ${index + 1} has ${frame.columns} x ${frame.rows} pixels, others ${columns} x ${rows}.`,
      );
    if (!(room.values instanceof Float32Array) && !isAlike(room, frame, meaning)) this.#widen(room);
    const into = room.values.subarray(index * rows * columns, (index + 1) * rows * columns);
    if (room.values instanceof Float32Array) copyInUnit(frame.values, meaning, into);
    else into.set(frame.values);
    noteRange(room, into);
  }

  /** Goes over to floats in the modality's unit. */
  #widen(room: Room): void {
    this.#checkLimit(room.values.length * Float32Array.BYTES_PER_ELEMENT);
    const wide = new Float32Array(room.values.length);
    copyInUnit(room.values, { ...room.first.meaning, modality: room.modality }, wide);
    room.values = wide;
    [room.lowest, room.highest] = unitRange(room);
    room.modality = asItIs;
  }

  #checkLimit(bytes: number): void {
    if (bytes <= this.#limitBytes) return;
    const megabytes = (size: number): number => Math.ceil(size / 2 ** 20);
    throw new UserError(
      `Three planes of this series need ${megabytes(bytes)} MB of memory, and ${megabytes(this.#limitBytes)} MB are allowed: look at it slice by slice.`,
    );
  }
}

/** The volume of slices that are all there; see `VolumeBuilder`. */
export function volumeOf(slices: readonly Slice[], limitBytes = Number.POSITIVE_INFINITY): Volume {
  const builder = new VolumeBuilder(slices.length, limitBytes);
  slices.forEach((slice, index) => {
    builder.add(index, slice);
  });
  return builder.finish();
}

const asItIs: ModalityMap = { kind: 'linear', slope: 1, intercept: 0 };

function isAlike({ first, modality, values }: Room, frame: Frame, meaning: FrameMeaning): boolean {
  if (modality.kind !== 'linear' || meaning.modality.kind !== 'linear') return false;
  const isSameMap = meaning.modality.slope === modality.slope && meaning.modality.intercept === modality.intercept;
  return isSameMap && frame.values.constructor === first.frame.values.constructor && values.BYTES_PER_ELEMENT <= 2;
}

/** Padding becomes no number: its stored value would mean something else in another slice. */
function copyInUnit(stored: StoredValues, { modality, padding }: FrameMeaning, into: VolumeValues): void {
  const inUnit = modalityFunction(modality);
  const [from, to] = padding ?? [1, 0];
  for (let i = 0; i < into.length; i += 1) {
    const value = stored[i] ?? 0;
    into[i] = value >= from && value <= to ? Number.NaN : inUnit(value);
  }
}

/** Notes the stored values that occur; padding that is not yet `NaN` is passed over. */
function noteRange(room: Room, values: VolumeValues): void {
  const [from, to] = values instanceof Float32Array ? [1, 0] : (room.first.meaning.padding ?? [1, 0]);
  let { lowest, highest } = room;
  for (const value of values) {
    if (value < lowest && value !== Number.NEGATIVE_INFINITY && !(value >= from && value <= to)) lowest = value;
    if (value > highest && value !== Number.POSITIVE_INFINITY && !(value >= from && value <= to)) highest = value;
  }
  room.lowest = lowest;
  room.highest = highest;
}

function unitRange({ modality, lowest, highest }: Room): [lowest: number, highest: number] {
  const inUnit = modalityFunction(modality);
  const ends = lowest <= highest ? [inUnit(lowest), inUnit(highest)] : [0, 0];
  return [Math.min(...ends), Math.max(...ends)];
}

/** Brings slices of `length` values in order in place, with room for one of them. */
function sortSlices(values: VolumeValues, length: number, order: readonly number[]): void {
  const slice = (at: number): VolumeValues => values.subarray(at * length, (at + 1) * length);
  const isDone = order.map((from, at) => from === at);
  for (let start = 0; start < order.length; start += 1) {
    if (isDone[start]) continue;
    const kept = slice(start).slice();
    let at = start;
    for (let from = order[at] ?? at; from !== start; at = from, from = order[at] ?? at) {
      slice(at).set(slice(from));
      isDone[at] = true;
    }
    slice(at).set(kept);
    isDone[at] = true;
  }
}

function meaningOf(room: Room): FrameMeaning {
  const { meaning } = room.first;
  const [lowest, highest] = unitRange(room);
  const padding = room.values instanceof Float32Array ? null : meaning.padding;
  return { ...meaning, modality: room.modality, lowest, highest, padding, overlays: [] };
}
