import assert from 'node:assert/strict';
import { type OpenedViewer, openViewer, settled, type TestFile, type ViewerOptions } from './openViewer';

type Place = readonly [x: number, y: number];

/** One viewer at a time, as the tests handle it; `close` belongs into `afterEach`. */
export function driveViewer() {
  let opened: OpenedViewer | undefined;
  const now = (): OpenedViewer => {
    if (opened === undefined) throw new Error('No viewer was opened.');
    return opened;
  };
  const open = async (files: readonly TestFile[], options: ViewerOptions = {}): Promise<OpenedViewer> => {
    opened = await openViewer(files, options);
    return opened;
  };
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await now().page.keyboard.press(key);
    await settled(now());
  };
  /** A place of the window, from one in the picture's area. */
  const place = async (x: number, y: number): Promise<Place> => {
    const box = await now().page.locator('.stage').boundingBox();
    return [(box?.x ?? 0) + x, (box?.y ?? 0) + y];
  };
  const drag = async (from: Place, to: Place, button: 'left' | 'middle' | 'right' = 'left'): Promise<void> => {
    const { mouse } = now().page;
    await mouse.move(...(await place(...from)));
    await mouse.down({ button });
    await mouse.move(...(await place(...to)), { steps: 4 });
    await mouse.up({ button });
    await settled(now());
  };
  const close = async (): Promise<void> => {
    const problems = opened?.problems ?? [];
    await opened?.close();
    opened = undefined;
    // Whatever a test does, it breaks no policy and leaves no error uncaught.
    assert.deepEqual(problems, []);
  };
  /** The text in a corner of the picture, such as `top.left`. */
  const text = (corner: string): Promise<string> => now().page.innerText(`.corner.${corner}`);
  /** The grey in the middle of the canvas. */
  const middle = async (): Promise<number> => (await now().readPicture({ rows: 1, columns: 1 }))[0]?.[0] ?? Number.NaN;
  return { open, press, place, drag, close, text, middle };
}
