import '../../../webviews/shared/page.css';
import '../../../webviews/viewer/mpr.css';
import { gatherNifti } from '../../../src/core/nifti/gatherNifti';
import { niftiFrame, niftiRange } from '../../../src/core/nifti/niftiFrame';
import { readNifti } from '../../../src/core/nifti/readNifti';
import type { Slice } from '../../../src/core/volume/volumeBuilder';
import type { PlanesSource, PlanesView } from '../../../webviews/viewer/mprGiven';
import { mountPlanes } from '../../../webviews/viewer/mprView';
import { type SlicesContents, slicesOf } from '../../fixtures/slices';

/** What the test reads and does in the page. */
export type PlanesTestPage = {
  readonly view: PlanesView;
  /** What the view told, as name and JSON. */
  readonly told: [name: string, value: string][];
  /** Slices that wait for `release`, where `isHeld`. */
  isHeld: boolean;
  readonly release: () => void;
  readonly asked: number[];
  readonly showSlices: (contents: SlicesContents, source?: Partial<PlanesSource>) => Promise<void>;
  /** Shows one slice over and over. */
  readonly showRepeated: (contents: SlicesContents, count: number) => Promise<void>;
  readonly showNifti: (url: string, source?: Partial<PlanesSource>) => Promise<void>;
};

const told: [string, string][] = [];
const note = (name: string) => (value: unknown) => void told.push([name, JSON.stringify(value ?? null)]);
const root = document.createElement('div');
root.style.cssText = 'position:absolute;inset:0';
document.body.append(root);
const limitBytes = 2 ** 28;
const view = mountPlanes(root, {
  limitBytes,
  onPosition: note('position'),
  onWindow: note('window'),
  onState: note('state'),
  onCancel: () => note('cancel')(null),
});
const held: (() => void)[] = [];
const asked: number[] = [];

function show(slices: readonly Slice[], source: Partial<PlanesSource> = {}): Promise<void> {
  const loadSlice = async (index: number): Promise<Slice> => {
    asked.push(index);
    if (here.isHeld) await new Promise<void>((resolve) => held.push(resolve));
    const slice = slices[index];
    if (slice === undefined) throw new Error('the file is damaged.');
    return slice;
  };
  return view.show({
    slices: slices.length,
    loadSlice,
    voi: { center: 50, width: 400, shape: 'LINEAR' },
    isInverted: false,
    isOriented: true,
    positionMm: null,
    state: null,
    ...source,
  });
}

async function showNifti(url: string, source: Partial<PlanesSource> = {}): Promise<void> {
  const { body } = await fetch(url);
  const pieces = body?.pipeThrough(new DecompressionStream('gzip')) as unknown as AsyncIterable<Uint8Array>;
  const nifti = readNifti(await gatherNifti(pieces, limitBytes));
  const range = niftiRange(nifti);
  return show(
    Array.from({ length: nifti.slices }, (_, index) => niftiFrame(nifti, index, range)),
    source,
  );
}

const here: PlanesTestPage = {
  view,
  told,
  isHeld: false,
  asked,
  release: () => {
    for (const resolve of held.splice(0)) resolve();
  },
  showRepeated: (contents, count) => {
    const [slice] = slicesOf(contents);
    return show(Array(count).fill(slice));
  },
  showSlices: (contents, source) => show(slicesOf(contents), source),
  showNifti,
};
(globalThis as unknown as { planes: PlanesTestPage }).planes = here;
