import type { GreyWindow } from '../../src/core/viewer/dragWindow';
import { fittedView, type View } from '../../src/core/viewer/viewTransform';

/** Which window is applied: one of the file's own, one found from the values, or the user's. */
export type WindowChoice =
  | { readonly kind: 'file'; readonly index: number }
  | { readonly kind: 'table'; readonly index: number }
  | { readonly kind: 'auto' }
  | ({ readonly kind: 'own'; readonly name: string } & GreyWindow);

/** How pictures are shown. */
export type Look = {
  readonly view: View;
  /** Null: the file's first window, else one from the values. */
  readonly window: WindowChoice | null;
  readonly isInverted: boolean;
  readonly hasOverlays: boolean;
  readonly hasTexts: boolean;
};

export type PanelName = 'header' | 'histogram' | 'keyboard';

/** What survives a tab switch and a reload. Whether identifiers are shown is left out on purpose: they are hidden again. */
export type KeptState = {
  readonly key: string;
  readonly stack: number;
  readonly index: number;
  readonly look: Look;
  readonly panel: PanelName | null;
  readonly mode: 'stack' | 'planes';
  readonly hasCurve: boolean;
  readonly isLinked: boolean;
  readonly frameRate: number | null;
  /** Plain JSON of the three planes; null before they were shown. */
  readonly planes: unknown;
  /** Plain JSON of what is shown of runs' findings, whatever the image; null where the page has none. */
  readonly findings: unknown;
};

/** Points in time that something is said of, both ends included. */
export type TimeBand = { readonly first: number; readonly last: number; readonly colour: string; readonly isStrong: boolean };

/** What is never kept. */
export type Flags = {
  readonly hasIdentifiers: boolean;
  readonly isPlaying: boolean;
  /** The arrow keys move the pixel that is read out. */
  readonly hasCursor: boolean;
  /** Column and row of the pixel that is read out, from 0. */
  readonly pixel: readonly [column: number, row: number] | null;
  /** What is marked along a time series. */
  readonly bands: readonly TimeBand[];
};

export const noFlags: Flags = { hasIdentifiers: false, isPlaying: false, hasCursor: false, pixel: null, bands: [] };

export const plainLook: Look = { view: fittedView, window: null, isInverted: false, hasOverlays: true, hasTexts: true };

export const freshState = (key: string, stack: number, index: number): KeptState => ({
  key,
  stack,
  index,
  look: plainLook,
  panel: null,
  mode: 'stack',
  hasCurve: false,
  isLinked: false,
  frameRate: null,
  planes: null,
  findings: null,
});

/** What was kept of findings, also by another session. */
export const keptFindings = (state: unknown): unknown =>
  typeof state === 'object' && state !== null && 'findings' in state ? state.findings : null;

/** What was kept for this session; null where it is of another one, or is none of ours. */
export function keptState(state: unknown, key: string): KeptState | null {
  if (typeof state !== 'object' || state === null || !('key' in state) || state.key !== key || !('look' in state)) return null;
  const kept = state as Partial<KeptState>;
  return { ...freshState(key, 0, 0), ...kept, look: { ...plainLook, ...kept.look } };
}
