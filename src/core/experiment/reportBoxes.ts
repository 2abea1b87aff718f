import { bootstrapInterval } from '../statistics/bootstrap';
import { cocoPrecision, competitionMetric, frocRates } from '../statistics/cocoPrecision';
import {
  frocCurve,
  type ImageBoxes,
  type MatchedBoxes,
  matchBoxes,
  precisionOf,
  sensitivityAt,
  type Weights,
} from '../statistics/detection';
import { weightsOf } from '../statistics/detectionMetrics';
import type { Estimate, Undefined } from '../statistics/estimate';
import { type LocatedCase, lrocArea } from '../statistics/lroc';
import { countPatients } from '../statistics/patientGroups';
import type { BoxReport } from './caseReport';
import type { CaseTable } from './caseTable';
import { allBoxes, boxMeasures, hitRule } from './reportDrawn';
import { thinned } from './thinned';

const mostPoints = 1000;
const none: Undefined = { undefined: 'There is no marked box.' };

/** With more boxes resampling takes long; fewer resamples do. */
const manyBoxes = 5000;

/** Everything that found boxes can be judged by: at the run's threshold by those that it called, over all thresholds by all that it kept. */
export function reportBoxes(table: CaseTable): BoxReport {
  const { cases } = table;
  const rule = hitRule(table);
  const images = cases.map(allBoxes);
  const matched = matchBoxes(images, rule);
  const patients = cases.map(({ patient }) => patient);
  const [sensitivity, falsePositives] = boxMeasures(cases, rule);
  const marked = matched.marked.reduce((sum, count) => sum + count, 0);
  const estimate = estimator(patients, marked, matched.ranked.length);
  return {
    ...{ kind: 'boxes', marked, found: matched.ranked.length, rule, sensitivity, falsePositives },
    isWhole: cases.length > 0 && cases.every(({ ranked }) => ranked !== undefined),
    froc: marked === 0 ? [] : thinned(frocCurve(matched), mostPoints),
    rates: frocRates.map((rate) => ({ rate, sensitivity: estimate((weights) => sensitivityAt(matched, rate, weights)) })),
    competition: estimate((weights) => competitionMetric(matched, weights)),
    averagePrecision: estimate(precisionOf(matchBoxes(images))),
    averagePrecision75: estimate(precisionOf(matchBoxes(images, 0.75))),
    averagePrecisionCoco: estimate(cocoPrecision(images)),
    lroc: located(matched, images, patients),
  };
}

const estimator =
  (patients: readonly string[], marked: number, found: number) =>
  (statistic: (weights: Weights) => number): Estimate | Undefined => {
    if (marked === 0) return none;
    const options = found > manyBoxes ? { resamples: 400 } : {};
    const interval = bootstrapInterval(patients, (images) => statistic(weightsOf(images, patients.length)), options);
    const value = statistic(patients.map(() => 1));
    return { value, ...interval, n: patients.length, patients: countPatients(patients), unit: '' };
  };

/** The alert of an image is its surest box, and right where that hits. */
function located({ ranked }: MatchedBoxes, images: readonly ImageBoxes[], patients: readonly string[]): Estimate | Undefined {
  const alerts = images.map((): LocatedCase => ({ score: 0, isLocated: false }));
  // The surest come first.
  for (const { image, score, hit } of ranked.toReversed()) alerts[image] = { score, isLocated: hit };
  const isMarked = images.map(({ marked }) => marked.length > 0);
  if (!isMarked.includes(true)) return none;
  if (!isMarked.includes(false)) return { undefined: 'Every image has a marked box, so that there is none to tell apart from.' };
  const area = (chosen: readonly number[]): number =>
    lrocArea(
      chosen.flatMap((image) => (isMarked[image] === true ? (alerts[image] ?? []) : [])),
      chosen.flatMap((image) => (isMarked[image] === true ? [] : [alerts[image]?.score ?? 0])),
    );
  const options = patients.length > manyBoxes ? { resamples: 400 } : {};
  const value = area(patients.map((_, image) => image));
  return { value, ...bootstrapInterval(patients, area, options), n: patients.length, patients: countPatients(patients), unit: '' };
}
