import type { Label, Mark, PixelPoint } from '../../../src/core/label/label';
import type { LabelDefinition } from '../../../src/core/label/protocol';
import type { LabelSession } from '../../../src/protocol/labels';
import type { OpenedViewer } from './openViewer';

/** A definition of each kind that is drawn by lines, and an interval. */
export const definitions: readonly LabelDefinition[] = [
  { name: 'fracture', title: 'Fracture', kind: 'box', colour: '#ff4d4d', hotkey: 'x' },
  { name: 'screw', title: 'Screw', kind: 'box', hotkey: 'z' },
  { name: 'lesion', title: 'Lesion', kind: 'outline', hotkey: 'q' },
  { name: 'gap', title: 'Gap', kind: 'length', hotkey: 'd' },
  { name: 'tilt', title: 'Tilt', kind: 'angle', hotkey: 'j' },
  { name: 'curve', title: 'Curve', kind: 'cobb', hotkey: 'k' },
  { name: 'tip', title: 'Tip', kind: 'point', hotkey: 'y' },
  { name: 'bolus', title: 'Bolus', kind: 'interval', hotkey: '7' },
];

/** A label's session with some marks. */
export function labelSession(marks: readonly Mark[] = [], locked: string | null = null): LabelSession {
  const label: Label = { version: 1, image: 'img-1', reader: 'ada', status: 'draft', categories: {}, marks };
  return { label, labels: definitions, locked };
}

/** How a picture lies on the screen, worked out apart from the page. */
export type Lie = {
  readonly rows: number;
  readonly columns: number;
  /** Width and height of a pixel, the smaller of them 1. */
  readonly pixel?: readonly [number, number];
  /** 1 just fits. */
  readonly zoom?: number;
  /** Columns to the right and rows down on the screen: [[1, 0], [0, 1]] is upright, [[0, 1], [1, 0]] is mirrored at the diagonal. */
  readonly axes?: readonly [readonly [number, number], readonly [number, number]];
};

/** A place of the window, from a place of the picture in its middle; the stage must be mounted. */
export async function placeOnScreen(
  { page }: Pick<OpenedViewer, 'page'>,
  lie: Lie,
  [column, row]: PixelPoint,
): Promise<readonly [number, number]> {
  const stage = await page.locator('.stage').boundingBox();
  if (stage === null) throw new Error('There is no stage.');
  const {
    rows,
    columns,
    pixel = [1, 1],
    zoom = 1,
    axes = [
      [1, 0],
      [0, 1],
    ],
  } = lie;
  const [[ac, ar], [dc, dr]] = axes;
  const [wide, high] = [columns * pixel[0], rows * pixel[1]];
  const [across, down] = ac === 0 ? [high, wide] : [wide, high];
  const scale = Math.min(stage.width / across, stage.height / down) * zoom;
  const [x, y] = [(column - columns / 2) * pixel[0] * scale, (row - rows / 2) * pixel[1] * scale];
  return [stage.x + stage.width / 2 + ac * x + ar * y, stage.y + stage.height / 2 + dc * x + dr * y];
}

/** Presses, moves through all places, and lets go. */
export async function dragOver(
  { page }: Pick<OpenedViewer, 'page'>,
  places: readonly (readonly [number, number])[],
  steps = 3,
): Promise<void> {
  const [first = [0, 0], ...others] = places;
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const place of others) await page.mouse.move(...place, { steps });
  await page.mouse.up();
}
