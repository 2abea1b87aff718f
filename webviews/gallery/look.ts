/** How the gallery is looked at: all of it survives hiding and a reload of the window. */
export type Look = {
  readonly query: string;
  /** Name of the column by which images are sorted. */
  readonly sort: string;
  readonly descending: boolean;
  /** True where the images of a patient stand together. */
  readonly group: boolean;
  /** Width of a thumbnail, CSS pixels. */
  readonly size: number;
  readonly charts: boolean;
  readonly details: boolean;
  readonly scroll: number;
  /** The image in focus, or ''. */
  readonly focus: string;
  readonly selected: readonly string[];
};

export const smallest = 96;
export const largest = 256;

const atFirst: Look = {
  query: '',
  sort: 'image',
  descending: false,
  group: false,
  size: 160,
  charts: true,
  details: true,
  scroll: 0,
  focus: '',
  selected: [],
};

/** The look that a page kept, with what it lacks as it is at first; `width` (CSS pixels) says whether there is room for both sides. */
export function keptLook(state: unknown, width: number): Look {
  const kept = typeof state === 'object' && state !== null && 'look' in state ? (state.look as Partial<Look>) : {};
  const look = { ...atFirst, charts: width > 640, details: width > 960, ...kept };
  return { ...look, size: Math.min(largest, Math.max(smallest, Number(look.size) || atFirst.size)) };
}
