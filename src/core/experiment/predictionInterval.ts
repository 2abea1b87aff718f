import { monthBand, monthBandStart } from '../dataset/monthBand';
import { conformalBound, fewestPatients } from '../statistics/conformal';
import type { Interval } from '../statistics/estimate';
import { countPatients } from '../statistics/patientGroups';
import type { Case } from './caseTable';
import { isMonths } from './tolerances';

/** Share of new patients whose value an interval is to hold. */
export const cardLevel = 0.95;

/** Fewer patients than these have too few large errors to tell an interval from. */
const enoughPatients = 40;

/** Predictions from `from` on to under `to` are that much off at most, in so many of 100 new patients. */
export type CalibratedBand = {
  readonly from: number;
  readonly to: number;
  readonly images: number;
  readonly patients: number;
  /** Null where there are too few patients. */
  readonly halfWidth: number | null;
};

/** How far a run's predictions may be off, from cases whose patients its weights were not fitted to. */
export type Calibration = {
  readonly level: number;
  readonly bands: readonly CalibratedBand[];
  /** The smallest and the largest label among these cases; null of none. */
  readonly labels: Interval | null;
};

type Calibrating = Pick<Case, 'label' | 'prediction' | 'patient'>;

/** Calibrates by the absolute errors, of ages in months in bands of the predicted age where these have 40 patients or more. */
export function calibrate(cases: readonly Calibrating[], unit: string, level = cardLevel): Calibration {
  const sorted = cases.toSorted((a, b) => Number(a.prediction) - Number(b.prediction));
  const bands = mergeBands(isMonths(unit) ? bandsOf(sorted) : [sorted]);
  const labels = cases.map(({ label }) => Number(label));
  return {
    level,
    bands: bands.map((own, index) => ({
      from: index === 0 ? Number.NEGATIVE_INFINITY : bandStart(own),
      to: index === bands.length - 1 ? Number.POSITIVE_INFINITY : bandStart(bands[index + 1] ?? []),
      images: own.length,
      patients: patientsIn(own),
      halfWidth: halfWidthOf(own, level),
    })),
    labels: labels.length === 0 ? null : [least(labels), -least(labels.map((label) => -label))],
  };
}

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);

const patientsIn = (cases: readonly Calibrating[]): number => countPatients(cases.map(({ patient }) => patient));

/** Runs of one band each, from the youngest on. */
function bandsOf(sorted: readonly Calibrating[]): readonly (readonly Calibrating[])[] {
  const bands = new Map<string, Calibrating[]>();
  for (const one of sorted) {
    const band = monthBand(Number(one.prediction));
    bands.set(band, [...(bands.get(band) ?? []), one]);
  }
  return bands.size === 0 ? [[]] : [...bands.values()];
}

/** A band with too few patients joins the next older one, the last one the one before. */
function mergeBands(bands: readonly (readonly Calibrating[])[]): readonly (readonly Calibrating[])[] {
  const merged: (readonly Calibrating[])[] = [];
  let open: readonly Calibrating[] = [];
  for (const band of bands) {
    open = [...open, ...band];
    if (patientsIn(open) < enoughPatients) continue;
    merged.push(open);
    open = [];
  }
  const last = merged.pop();
  return [...merged, [...(last ?? []), ...open]];
}

/** The whole years at which a band begins: a limit that does not hang on single predictions. */
const bandStart = ([first]: readonly Calibrating[]): number =>
  first === undefined ? Number.POSITIVE_INFINITY : monthBandStart(Number(first.prediction));

function halfWidthOf(cases: readonly Calibrating[], level: number): number | null {
  const bound = conformalBound(
    cases.map(({ label, prediction }) => Math.abs(Number(prediction) - Number(label))),
    cases.map(({ patient }) => patient),
    level,
  );
  return Number.isFinite(bound) ? bound : null;
}

/** An interval for a prediction with the band that it is from, or why there is none. Values that can't be below zero have none below it. */
export function intervalAt(
  { bands, labels, level }: Calibration,
  prediction: number,
): { readonly band: CalibratedBand; readonly interval: Interval } | { readonly undefined: string } {
  const band = bands.find(({ from, to }) => prediction >= from && prediction < to);
  if (band === undefined || band.halfWidth === null) {
    const patients = bands.reduce((sum, own) => sum + own.patients, 0);
    return { undefined: `An interval needs ${fewestPatients(level)} patients with label and prediction; there are ${patients}.` };
  }
  const { halfWidth } = band;
  const floor = labels !== null && labels[0] >= 0 ? 0 : Number.NEGATIVE_INFINITY;
  return { band, interval: [Math.max(floor, prediction - halfWidth), Math.max(floor, prediction + halfWidth)] };
}
