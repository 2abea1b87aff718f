import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Experiment } from '../../../../src/core/experiment/experiment';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import type { TrainerImage, TrainerJob } from '../../../../src/core/experiment/trainerJob';
import { mulberry32 } from '../../../../src/core/statistics/random';

const side = 32;

export type DiscOptions = {
  readonly train?: number;
  readonly tuning?: number;
  readonly settings?: Partial<Experiment['train']>;
  readonly augment?: Experiment['augment'];
  readonly inputs?: Experiment['data']['inputs'];
  /** Classification: the class by the disc's radius in pixels (3 to 12). */
  readonly classOf?: (radius: number) => number;
};

/** A job whose images show a bright disc; its radius (as 10 months a pixel) is the target. Everything lies in `folder`. */
export async function discJob(folder: string, options: DiscOptions = {}): Promise<TrainerJob> {
  const {
    train = 24,
    tuning = 10,
    settings = {},
    augment = { ...experimentDefaults.augment, flip: true, shift: 0.05 },
    inputs = [],
    classOf,
  } = options;
  const random = mulberry32(11);
  await mkdir(join(folder, 'images'), { recursive: true });
  const images: TrainerImage[] = [];
  for (let index = 0; index < train + tuning; index++) {
    const radius = 3 + 9 * random();
    const bytes = await discPng(radius, random);
    const file = join(folder, 'images', `${index}.png`);
    await writeFile(file, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const target = classOf ? classOf(radius) : 10 * radius;
    images.push({ image: `img-${index}`, patient: `P-${index >> 1}`, sha256, file, target, inputs: inputs.map(() => random()) });
  }
  const experiment: Experiment = {
    data: { target: 'size', reader: '', inputs },
    image: { ...experimentDefaults.image, size: [16, 16], window: 'full' },
    augment,
    network: { ...experimentDefaults.network, filters: [4, 8] },
    train: { ...experimentDefaults.train, epochs: 4, batch: 7, learningRate: 0.01, seed: 3, ...settings },
    operatingPoint: experimentDefaults.operatingPoint,
    engine: { ...experimentDefaults.engine, backend: 'cpu', threads: 1 },
  };
  const out = {
    record: join(folder, 'record'),
    local: join(folder, 'local'),
    weights: join(folder, 'weights'),
    cache: join(folder, 'cache'),
  };
  const task = classOf ? ('classification' as const) : ('regression' as const);
  const classes = classOf ? ['small', 'large'] : [];
  const unit = classOf ? '' : 'months';
  const parts = { train: images.slice(0, train), tuning: images.slice(train) };
  return { version: 1, run: 'run-1', task, target: 'size', unit, classes, experiment, ...parts, out };
}

function discPng(radius: number, random: () => number): Promise<Buffer> {
  const [row, column] = [side / 2 + 4 * random() - 2, side / 2 + 4 * random() - 2];
  const pixels = Uint8Array.from({ length: side * side }, (_, index) => {
    const distance = Math.hypot(Math.floor(index / side) + 0.5 - row, (index % side) + 0.5 - column);
    return Math.round(30 + 20 * random() + 180 * Math.min(1, Math.max(0, radius - distance + 0.5)));
  });
  return sharp(pixels, { raw: { width: side, height: side, channels: 1 } })
    .png()
    .toBuffer();
}
