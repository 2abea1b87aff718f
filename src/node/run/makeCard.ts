import { basename } from 'node:path';
import { cardDraft } from '../../core/experiment/cardDraft';
import { type Calibration, calibrate, cardLevel, intervalAt } from '../../core/experiment/predictionInterval';
import type { CardEstimate, ResultCard } from '../../core/experiment/resultCard';
import type { RunRecord } from '../../core/experiment/runRecord';
import { scaleInputs } from '../../core/experiment/scaleInputs';
import { isMonths } from '../../core/experiment/tolerances';
import { UserError } from '../../core/userError';
import { readProtocol } from '../project/readProtocol';
import { predictFiles } from '../training/predictFiles';
import { type CardSubject, cardSubject, type GivenFacts } from './cardSubject';
import type { NamedImage } from './findImage';
import { readCases } from './readCases';
import { readRecord } from './readRecord';
import { type RunWeights, readRunWeights } from './runWeights';

/** Lets the network of a run estimate one image, with an interval calibrated on the run's own predictions of its tuning part; throws UserError where there is nothing to say. */
export async function makeCard(root: string, run: string, image: NamedImage, given: GivenFacts, signal: AbortSignal): Promise<ResultCard> {
  const record = await readRecord(root, run);
  if (record.task !== 'regression')
    throw new UserError(`A result card tells a number with its uncertainty, but run ${run} learned ${record.target}, which is none.`);
  const model = await readRunWeights(root, record);
  const subject = await cardSubject(root, image, given);
  const values = await estimate(record, model, image, subject, signal);
  const table = await readCases(root, run);
  const calibration = calibrate(table.cases, record.unit);
  const estimates = values.map((one): CardEstimate => ({ ...one, ...intervalOf(calibration, one.value) }));
  const facts = {
    ...{ run, image: image.image, title: await titleOf(root, record), unit: record.unit, estimates, sex: subject.sex, age: subject.age },
    ...{ level: cardLevel, part: table.part, weights: model.sha256 },
    warnings: [...subject.warnings, ...missingWarnings(record, subject), ...calibrationWarnings(calibration, estimates, record.unit)],
  };
  return { ...facts, notes: notesOf(table.notes, estimates), draft: cardDraft(facts) };
}

/** One estimate, or one for each sex where the network asks for it and it is not known: an unknown sex is never given a value of its own. */
async function estimate(
  { run, settings, task, unit }: RunRecord,
  { weights, about }: RunWeights,
  image: NamedImage,
  { sex, ageYears }: CardSubject,
  signal: AbortSignal,
): Promise<readonly Pick<CardEstimate, 'sex' | 'value'>[]> {
  const { inputs } = settings.data;
  const takesSex = inputs.includes('sex');
  if (inputs.includes('age_years') && ageYears === null)
    throw new UserError(`The network of run ${run} takes the age as an input, which is not known of this image; give it by --age.`);
  const sexes = !takesSex ? [null] : sex !== null ? [sex.value] : (['F', 'M'] as const);
  const files = sexes.map((own) => ({
    name: image.image || basename(image.file),
    file: image.file,
    inputs: scaleInputs(inputs, { sex: own ?? '', ageYears }) ?? [],
  }));
  const rows = await predictFiles({ weights, experiment: settings, task, classes: about.classes, unit }, files, () => {}, signal);
  return rows.map(({ prediction, problem }, index) => {
    if (typeof prediction !== 'number' || !Number.isFinite(prediction))
      throw new UserError(`Run ${run} has no estimate of this image: ${(problem || 'its network gives no number').replace(/\.$/, '')}.`);
    return { sex: sexes[index] ?? null, value: prediction };
  });
}

function intervalOf(calibration: Calibration, value: number): Pick<CardEstimate, 'interval' | 'calibrated'> {
  const found = intervalAt(calibration, value);
  if ('undefined' in found) return { interval: null, calibrated: null };
  const { images, patients, from, to } = found.band;
  const end = (bound: number): number | null => (Number.isFinite(bound) ? bound : null);
  return { interval: found.interval, calibrated: { images, patients, from: end(from), to: end(to) } };
}

const titleOf = async (root: string, { target }: RunRecord): Promise<string> =>
  (await readProtocol(root).catch(() => null))?.labels.find(({ name }) => name === target)?.title ?? target;

function missingWarnings({ settings, unit, state, run }: RunRecord, { sex, age }: CardSubject): readonly string[] {
  return [
    ...(state === 'finished' ? [] : [`Run ${run} is ${state}: its network has not been trained to its end.`]),
    ...(settings.data.inputs.includes('sex') && sex === null
      ? ['The sex is not known, and the same image is another value in girls than in boys.']
      : []),
    ...(isMonths(unit) && age === null ? ['The chronological age is not known, so there is nothing to compare the estimate with.'] : []),
  ];
}

function calibrationWarnings(calibration: Calibration, estimates: readonly CardEstimate[], unit: string): readonly string[] {
  const { labels } = calibration;
  const [first] = estimates;
  if (first === undefined) return [];
  const found = intervalAt(calibration, first.value);
  const isOutside = labels !== null && estimates.some(({ value }) => value < labels[0] || value > labels[1]);
  return [
    ...('undefined' in found ? [found.undefined] : []),
    ...(isOutside && labels !== null
      ? [
          `The estimate is outside the values that the interval was calibrated on (${labels[0]} to ${labels[1]}${unit === '' ? '' : ` ${unit}`}).`,
        ]
      : []),
  ];
}

function notesOf(notes: readonly string[], estimates: readonly CardEstimate[]): readonly string[] {
  const band = estimates[0]?.calibrated;
  const range =
    band === null || band === undefined || (band.from === null && band.to === null) ? '' : ` with predictions ${rangeWords(band)}`;
  const how =
    'The interval is split conformal prediction over patients: of 100 new patients from the same source, the value that the readers would give lies in it for about 95. Of other devices or other children it says nothing.';
  return [
    ...(band === null || band === undefined ? [] : [`Calibrated on ${band.images} images of ${band.patients} patients${range}.`, how]),
    ...notes,
  ];
}

function rangeWords({ from, to }: { readonly from: number | null; readonly to: number | null }): string {
  if (from === null) return `under ${to} months`;
  return to === null ? `of ${from} months and more` : `from ${from} to under ${to} months`;
}
