import type { ImageRow } from '../../../src/core/dataset/imageRow';
import type { Case, CaseTable } from '../../../src/core/experiment/caseTable';
import { experimentDefaults } from '../../../src/core/experiment/experimentDefaults';
import type { TaskName } from '../../../src/core/experiment/taskName';
import { mulberry32, normal } from '../../../src/core/statistics/random';

const row = (image: string, patient: string, index: number): ImageRow => ({
  ...{ image, patient, study: '', series: '', sha256: '', modality: 'DX', bodyPart: 'HAND', laterality: 'L', rows: 256, columns: 200 },
  ...{ frames: 1, spacingMm: null, spacingFrom: '', model: '', extra: { cast: index % 9 === 0 ? 'yes' : 'no' } },
  sex: index % 11 === 0 ? '' : index % 2 === 0 ? 'F' : 'M',
  ageYears: index % 13 === 0 ? null : 1 + ((index * 7) % 17),
  site: index % 3 === 0 ? 'north' : 'south',
  manufacturer: ['Agfa', 'Philips', 'Siemens', 'Siemens'][index % 4] ?? '',
  view: index % 40 === 3 ? 'oblique' : 'PA',
});

function tableOf(
  task: TaskName,
  n: number,
  unit: string,
  classes: readonly string[],
  say: (random: () => number, row: ImageRow) => Partial<Case>,
): CaseTable {
  const random = mulberry32(7);
  const cases = Array.from({ length: n }, (_, index): Case => {
    const image = `img-${(0xa0000 + index * 7919).toString(16)}`;
    const patient = `P-${Math.floor((index * 2) / 3)}`;
    const own = row(image, patient, Math.floor((index * 2) / 3));
    return { image, patient, row: own, label: null, prediction: null, probabilities: [], problem: '', ...say(random, own) };
  });
  const notes = ['The best epoch was chosen on this same tuning part, so the numbers are optimistic.'];
  const names = { run: '20261123-213303-quick-4f2a', target: 'target', reader: 'ada' };
  return { ...names, part: 'tuning', task, unit, classes, cases, extraColumns: ['cast'], notes };
}

/** Bone ages of 240 hands, drawn towards the middle. */
export const numberTable = tableOf('regression', 240, 'months', [], (random, { ageYears }) => {
  const label = Math.max(4, Math.min(228, ageYears === null ? 20 + random() * 190 : 12 * ageYears + normal(random) * 14));
  return { label, prediction: label + 0.12 * (115 - label) + normal(random) * 9 };
});

/** Fractures in 300 films, 60 or so of them positive. */
const films = tableOf('classification', 300, '', ['not fractured', 'fractured'], (random) => {
  const isPositive = random() < 0.22;
  const p = 1 / (1 + Math.exp(-(normal(random) * 1.3 + (isPositive ? 1.4 : -1.6))));
  return {
    label: isPositive ? 'fractured' : 'not fractured',
    prediction: p >= 0.4 ? 'fractured' : 'not fractured',
    probabilities: [1 - p, p],
  };
});

/** The films with studies of one film or two, regions (some films show two), and a prevalence that the experiment states. */
export const twoClassTable: CaseTable = {
  ...films,
  operating: { ...experimentDefaults.operatingPoint, prevalence: 0.1 },
  cases: films.cases.map((one, index) => {
    const bodyPart = index % 10 === 0 ? 'HAND+LEG' : (['HAND', 'LEG', 'HIP'][index % 3] ?? '');
    return { ...one, row: one.row && { ...one.row, study: `S-${one.patient}`, bodyPart } };
  }),
};

/** Density in four classes. */
export const severalClassTable = tableOf('classification', 260, '', ['A', 'B', 'C', 'D'], (random) => {
  const own = Math.floor(random() * 4);
  const weights = [0, 1, 2, 3].map((index) => Math.exp(-1.2 * Math.abs(index - own - normal(random) * 0.5)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const probabilities = weights.map((weight) => weight / sum);
  const called = probabilities.indexOf(Math.max(...probabilities));
  return { label: 'ABCD'[own] ?? '', prediction: 'ABCD'[called] ?? '', probabilities };
});

/** Boxes in 120 films. */
export const boxTable = tableOf('detection', 120, '', [], (random) => {
  const marked = Array.from({ length: Math.floor(random() * 3) }, (_, index) => ({
    from: [20 + 80 * index, 30] as const,
    to: [60 + 80 * index, 70] as const,
  }));
  const found = [
    ...marked.filter(() => random() < 0.75).map(({ from, to }) => ({ from, to: [to[0] + 3, to[1]] as const, score: 0.4 + 0.6 * random() })),
    ...(random() < 0.3 ? [{ from: [150, 180] as const, to: [180, 220] as const, score: 0.4 + 0.3 * random() }] : []),
  ];
  const score = found.reduce((most, box) => Math.max(most, box.score), 0.1);
  const faint = Array.from({ length: 4 }, () => {
    const [x, y] = [150 * random(), 200 * random()];
    return { from: [x, y] as const, to: [x + 40, y + 40] as const, score: 0.3 * random() };
  });
  return { label: marked.length, prediction: found.length, score, boxes: { marked, found }, ranked: [...found, ...faint] };
});

/** Masks in 120 images. */
export const maskTable = tableOf('segmentation', 120, '', [], (random) => {
  const marked = random() < 0.15 ? 0 : 400 + Math.floor(random() * 2000);
  const found = marked === 0 ? (random() < 0.7 ? 0 : 60) : Math.round(marked * (0.8 + 0.4 * random()));
  const both = Math.round(Math.min(marked, found) * (0.55 + 0.43 * Math.sqrt(random())));
  const border = { hausdorff: 4 + 9 * random(), hausdorff95: 2 + 6 * random(), mean: 0.5 + random(), surfaceDice: 0.6 + 0.4 * random() };
  const missing = { hausdorff: Infinity, hausdorff95: Infinity, mean: Infinity, surfaceDice: 0 };
  const of = marked + found === 0 ? null : marked === 0 ? missing : border;
  const distances = { unit: 'mm', of } as const;
  return { label: marked / 51_200, prediction: found / 51_200, score: 0.9, overlap: { marked, found, both }, distances };
});
