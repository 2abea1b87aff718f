import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Experiment } from '../../../../src/core/experiment/experiment';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import type { TrainerImage, TrainerJob } from '../../../../src/core/experiment/trainerJob';
import type { Mark } from '../../../../src/core/label/label';
import { formatRuns, runsOfBitmap } from '../../../../src/core/label/maskRuns';
import { mulberry32 } from '../../../../src/core/statistics/random';

const size = { rows: 48, columns: 64 };

export type MarkedOptions = {
  readonly train?: number;
  readonly tuning?: number;
  readonly settings?: Partial<Experiment['train']>;
  readonly augment?: Partial<Experiment['augment']>;
};

type Shape = { readonly column: number; readonly row: number; readonly radius: number };

/** A job whose films of 48 x 64 pixels show none, one or two bright squares (marked by boxes) or discs (marked by outlines and masks in turn) on noise. */
export async function markedJob(folder: string, task: 'detection' | 'segmentation', options: MarkedOptions = {}): Promise<TrainerJob> {
  const { train = 48, tuning = 16, settings = {}, augment = {} } = options;
  const random = mulberry32(21);
  await mkdir(join(folder, 'images'), { recursive: true });
  const images: TrainerImage[] = [];
  for (let index = 0; index < train + tuning; index++) {
    const shapes = Array.from({ length: index % 3 }, (_, place) => ({
      column: 12 + 30 * place + 10 * random(),
      row: 12 + 24 * random(),
      radius: 5 + 4 * random(),
    }));
    const bytes = await film(shapes, task === 'detection', random);
    const file = join(folder, 'images', `${index}.png`);
    await writeFile(file, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const marks = shapes.map((shape, place) =>
      task === 'detection' ? boxOf(shape, place) : place === 0 ? outlineOf(shape) : maskOf(shape),
    );
    images.push({ image: `img-${index}`, patient: `P-${index >> 1}`, sha256, file, target: marks.length, inputs: [], size, marks });
  }
  const network: Partial<Experiment['network']> =
    task === 'detection' ? { name: 'centre-point', trunk: 'unet', width: 0.25, depth: 3 } : { name: 'unet', width: 0.25, depth: 2 };
  const experiment: Experiment = {
    data: { target: 'spot', reader: '', inputs: [] },
    image: { ...experimentDefaults.image, size: [32, 32], window: 'full' },
    augment: { ...experimentDefaults.augment, ...augment },
    network: { ...experimentDefaults.network, ...network },
    train: { ...experimentDefaults.train, epochs: 8, batch: 8, learningRate: 0.01, seed: 3, ...settings },
    operatingPoint: experimentDefaults.operatingPoint,
    engine: { ...experimentDefaults.engine, backend: 'cpu', threads: 1 },
  };
  const out = {
    record: join(folder, 'record'),
    local: join(folder, 'local'),
    weights: join(folder, 'weights'),
    cache: join(folder, 'cache'),
  };
  const parts = { train: images.slice(0, train), tuning: images.slice(train) };
  return { version: 1, run: 'run-1', task, target: 'spot', unit: '', classes: [], experiment, ...parts, out };
}

const boxOf = ({ column, row, radius }: Shape, place: number): Mark => ({
  id: `m${place}`,
  kind: 'box',
  name: 'spot',
  from: [column - radius, row - radius],
  to: [column + radius, row + radius],
});

const outlineOf = ({ column, row, radius }: Shape): Mark => ({
  id: 'o',
  kind: 'outline',
  name: 'spot',
  points: Array.from({ length: 24 }, (_, index) => {
    const angle = (2 * Math.PI * index) / 24;
    return [column + radius * Math.cos(angle), row + radius * Math.sin(angle)] as const;
  }),
});

const maskOf = (shape: Shape): Mark => ({
  id: 'k',
  kind: 'mask',
  name: 'spot',
  runs: formatRuns(
    runsOfBitmap(
      Uint8Array.from({ length: size.rows * size.columns }, (_, at) => (depthOf(shape, at, false) > 0 ? 1 : 0)),
      size,
    ),
  ),
});

/** How far within a square or a disc the centre of a pixel lies; negative outside. */
function depthOf({ column, row, radius }: Shape, at: number, square: boolean): number {
  const [x, y] = [Math.abs((at % size.columns) + 0.5 - column), Math.abs(Math.floor(at / size.columns) + 0.5 - row)];
  return radius - (square ? Math.max(x, y) : Math.hypot(x, y));
}

function film(shapes: readonly Shape[], square: boolean, random: () => number): Promise<Buffer> {
  const pixels = Uint8Array.from({ length: size.rows * size.columns }, (_, at) => {
    const bright = Math.max(0, ...shapes.map((shape) => Math.min(1, Math.max(0, depthOf(shape, at, square) + 0.5))));
    return Math.round(30 + 60 * random() + 120 * bright);
  });
  return sharp(pixels, { raw: { width: size.columns, height: size.rows, channels: 1 } })
    .png()
    .toBuffer();
}
