import type { RunRecord } from './runRecord';

/** What is known before a run is trained again. */
export type ReproductionCheck = {
  readonly run: string;
  /** Images that the run needs, and those that this machine lacks or has with other content. */
  readonly images: number;
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  /** What makes it another run, as sentences: nothing is trained then unless it is asked for. */
  readonly blocks: readonly string[];
  /** What may give other numbers, as sentences. */
  readonly limits: readonly string[];
  /** True where every digit must be the same. */
  readonly strict: boolean;
};

/** Where the record's run computed, on the CPU with the built-in engine; null elsewhere. */
export function recordedCores({ engine }: Pick<RunRecord, 'engine'>): { readonly workers: number; readonly threadsEach: number } | null {
  const [, workers, threadsEach] = /, workers: (\d+), threads each: (\d+)$/.exec(engine.device) ?? [];
  return workers === undefined ? null : { workers: Number(workers), threadsEach: Number(threadsEach) };
}

/** What this machine and RadSteps would compute with. */
export type PresentEngine = {
  readonly engineVersion: string;
  /** Of RadSteps and ONNX Runtime, as a record names them. */
  readonly versions: Readonly<Record<string, string>>;
  readonly processor: string;
};

const titles: Readonly<Record<string, string>> = { radsteps: 'RadSteps', onnxruntime: 'ONNX Runtime' };

/** Why the numbers of a run may differ here though data and settings are the same, as sentences; none where they must be equal. */
export function engineLimits({ engine, versions }: Pick<RunRecord, 'engine' | 'versions'>, here: PresentEngine): readonly string[] {
  if (engine.name !== 'built-in') return [`The run was trained by ${engine.name}, which does not promise the same numbers twice.`];
  if (engine.backend !== 'cpu')
    return [`The run was trained on ${engine.backend} (${engine.device}), where sums are not made in the same order twice.`];
  const processor = engine.device.replace(/, workers: \d+, threads each: \d+$/, '');
  const otherVersions = Object.entries(here.versions).flatMap(([name, version]) => {
    const then = versions[name];
    return then === undefined || then === version ? [] : [`The run used ${titles[name] ?? name} ${then}; here it is ${version}.`];
  });
  return [
    ...(engine.device === '' ? ['The record does not say on what it was trained.'] : []),
    ...(engine.version === here.engineVersion || engine.version === ''
      ? []
      : [`The run used version ${engine.version} of the engine; here it is ${here.engineVersion}.`]),
    ...otherVersions,
    ...(processor === here.processor || engine.device === '' ? [] : [`The run was trained on ${processor}; here is ${here.processor}.`]),
  ];
}

const hashed: readonly (readonly [key: keyof RunRecord['hashes'], words: string])[] = [
  ['images', 'The index 3-data/images.csv'],
  ['split', 'The split 3-data/split.csv'],
  ['labels', 'What the labels say of the images of the run'],
  ['weights', 'The weights that training starts from'],
  ['model', "The project's own network, 5-network/model.mjs,"],
];

/** What is not as the record's hashes say, as sentences. */
export const otherHashes = (then: RunRecord['hashes'], now: RunRecord['hashes']): readonly string[] =>
  hashed.flatMap(([key, words]) => (then[key] === now[key] ? [] : [`${words} can't be had as in the record: the hash is another.`]));

const mostNamed = 20;

/** "img-1, img-2 and 5 more". */
export function namedImages(images: readonly string[]): string {
  const more = images.length - mostNamed;
  return more > 0 ? `${images.slice(0, mostNamed).join(', ')} and ${more} more` : images.join(', ');
}
