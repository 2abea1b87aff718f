import { brierScore, brierScoreOfClasses, calibrationBins, calibrationByChance, expectedCalibrationError } from '../statistics/calibration';
import { calibrationLine } from '../statistics/calibrationLine';
import { classificationMetrics, predictiveValues } from '../statistics/classification';
import { aucDelong } from '../statistics/delong';
import { diagnosticValues } from '../statistics/diagnosticValues';
import { rocCurve, rocProblem } from '../statistics/roc';
import type { ClassCounts, ClassReport, Confusion, Operated, Reliability, RocOfClass } from './caseReport';
import type { Case, CaseTable } from './caseTable';
import { reportDecision } from './reportDecision';
import { reportStudies } from './reportStudies';
import { runThreshold } from './runThreshold';
import { thinned } from './thinned';

/** More points than these make a figure slow and no clearer. */
const mostScores = 4000;
const mostRocPoints = 400;

/** Curves one beside the other that can still be told apart. */
const mostCurves = 12;

const labelIndex = ({ classes }: CaseTable, { label }: Case): number => classes.indexOf(String(label));

/** The class that is called, as an index: of two classes by a threshold, else as the run called it. */
export function calledIndex({ classes }: Pick<CaseTable, 'classes'>, one: Case, threshold: number | null): number {
  if (threshold === null || classes.length !== 2) return classes.indexOf(String(one.prediction));
  return (one.probabilities[1] ?? 0) >= threshold ? 1 : 0;
}

/** Everything that predicted classes can be judged by. */
export function reportClasses(table: CaseTable): ClassReport {
  const { classes, cases } = table;
  const isTwo = classes.length === 2;
  const found = runThreshold(table);
  const chosen = 'undefined' in found ? null : { threshold: found.threshold, rule: found.rule };
  const operated = chosen === null ? null : operate(table, chosen.threshold);
  const shown = isTwo ? [1] : classes.map((_, index) => index).slice(0, mostCurves);
  return {
    kind: 'classes',
    classes,
    score: isTwo ? `Probability of "${classes[1] ?? ''}"` : 'Probability of the labelled class',
    points: thinned(cases, mostScores).map((one) => ({
      label: String(one.label),
      score: one.probabilities[isTwo ? 1 : labelIndex(table, one)] ?? 0,
    })),
    rocs: shown.map((index) => rocOf(table, index)),
    chosen,
    operating: operated?.operating ?? null,
    confusion: operated?.confusion ?? confusionOf(table, null),
    counts: isTwo ? [] : classes.map((_, index) => countsOf(table, index)),
    reliability: reliabilityOf(table),
    studies: isTwo ? reportStudies(table) : null,
    decision: reportDecision(table),
  };
}

/** Sensitivity, specificity and predictive values of two classes at a threshold, and the matrix. */
export function operate(table: CaseTable, threshold: number): Operated {
  const calls = table.cases.map((one) => calledIndex(table, one, threshold) === 1);
  const positives = positivesOf(table, 1);
  const patients = patientsOf(table);
  const metrics = classificationMetrics(calls, positives, patients);
  const prevalence = table.operating?.prevalence ?? 0;
  const { positiveRatio, negativeRatio, ppv, npv } = diagnosticValues({ calls, positives, patients }, prevalence);
  const stated = prevalence > 0 ? { prevalence, ppv, npv } : null;
  return {
    operating: { threshold, ...metrics, ...predictiveValues(calls, positives, patients), positiveRatio, negativeRatio, stated },
    confusion: confusionOf(table, threshold),
  };
}

const patientsOf = ({ cases }: CaseTable): readonly string[] => cases.map(({ patient }) => patient);

const scoresOf = (cases: readonly Case[], index: number): readonly number[] =>
  cases.map(({ probabilities }) => probabilities[index] ?? Number.NaN);

const positivesOf = ({ classes, cases }: CaseTable, index: number): readonly boolean[] =>
  cases.map(({ label }) => label === classes[index]);

function rocOf(table: CaseTable, index: number): RocOfClass {
  const [scores, positives] = [scoresOf(table.cases, index), positivesOf(table, index)];
  const isThere = rocProblem(scores, positives) === null;
  const curve = isThere ? rocCurve(scores, positives) : [];
  return {
    name: table.classes[index] ?? '',
    positives: positives.filter(Boolean).length,
    auc: aucDelong(scores, positives, patientsOf(table)),
    points: thinned(curve, mostRocPoints).map(({ sensitivity, specificity }) => ({ falsePositives: 1 - specificity, sensitivity })),
  };
}

function confusionOf(table: CaseTable, threshold: number | null): Confusion {
  const counts = table.classes.map(() => table.classes.map(() => 0));
  for (const one of table.cases) {
    const [row, column] = [counts[labelIndex(table, one)], calledIndex(table, one, threshold)];
    if (row !== undefined && column >= 0) row[column] = (row[column] ?? 0) + 1;
  }
  return counts;
}

function countsOf(table: CaseTable, index: number): ClassCounts {
  const calls = table.cases.map((one) => calledIndex(table, one, null) === index);
  const positives = positivesOf(table, index);
  const patients = patientsOf(table);
  return {
    name: table.classes[index] ?? '',
    sensitivity: classificationMetrics(calls, positives, patients).sensitivity,
    ppv: predictiveValues(calls, positives, patients).ppv,
  };
}

function reliabilityOf(table: CaseTable): Reliability | null {
  const { classes, cases } = table;
  if (cases.length === 0) return null;
  const isTwo = classes.length === 2;
  const patients = patientsOf(table);
  const top = cases.map(({ probabilities }) =>
    probabilities.reduce((best, value, at) => (value > (probabilities[best] ?? 0) ? at : best), 0),
  );
  const probabilities = isTwo ? scoresOf(cases, 1) : cases.map((one, at) => one.probabilities[top[at] ?? 0] ?? 0);
  const hits = isTwo ? positivesOf(table, 1) : cases.map((one, at) => labelIndex(table, one) === top[at]);
  const targets = cases.map((one) => labelIndex(table, one));
  return {
    about: isTwo ? `Probability of "${classes[1] ?? ''}"` : 'Probability of the most probable class',
    bins: calibrationBins(probabilities, hits, patients),
    brier: isTwo
      ? brierScore(probabilities, hits, patients)
      : brierScoreOfClasses(
          cases.map((one) => one.probabilities),
          targets,
          patients,
        ),
    line: isTwo ? calibrationLine(probabilities, hits, patients) : null,
    calibrationError: expectedCalibrationError(probabilities, hits),
    byChance: calibrationByChance(probabilities),
  };
}
