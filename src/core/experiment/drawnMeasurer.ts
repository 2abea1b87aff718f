import { bootstrapInterval } from '../statistics/bootstrap';
import { matchBoxes, precisionOf, sensitivityAt, type Weights } from '../statistics/detection';
import { weightsOf } from '../statistics/detectionMetrics';
import type { Estimate, Undefined } from '../statistics/estimate';
import { countPatients } from '../statistics/patientGroups';
import type { Case, CaseTable } from './caseTable';
import { ratioGap } from './groupGaps';
import type { GroupMeasurer } from './groupMeasurer';
import { allBoxes, boxMeasures, countBoxes, diceOfCase, hitRule, meanDice } from './reportDrawn';

const patientsOf = (cases: readonly Case[]): readonly string[] => cases.map(({ patient }) => patient);
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** How groups of images with boxes are measured. */
export function boxMeasurer(table: CaseTable): GroupMeasurer {
  const counts = (cases: readonly Case[]) => cases.map((one) => countBoxes(one, hitRule(table)));
  const marks = (cases: readonly Case[]): number => sumOf(counts(cases).map(({ hit, missed }) => hit + missed));
  return {
    measures: [
      { title: 'Sensitivity', unit: '' },
      { title: 'False positives', unit: 'per image' },
      { title: 'AP (IoU 0.5)', unit: '' },
      { title: 'Sensitivity at 1 false positive per image', unit: '' },
    ],
    of: (cases) => [...boxMeasures(cases, hitRule(table)), ...rankedMeasures(table, cases)],
    events: (cases) => [marks(cases), cases.length, marks(cases), marks(cases)],
    gap: (cases, isIn) =>
      ratioGap(
        counts(cases).map(({ hit, missed }, index) => ({ part: hit, whole: hit + missed, isIn: isIn[index] === true })),
        patientsOf(cases),
        '',
      ),
  };
}

/** Average precision and a point of the FROC curve, over all boxes that the run kept. */
function rankedMeasures(table: CaseTable, cases: readonly Case[]): readonly (Estimate | Undefined)[] {
  const boxes = cases.map(allBoxes);
  const none = { undefined: 'There is no marked box.' };
  if (boxes.every(({ marked }) => marked.length === 0)) return [none, none];
  const patients = patientsOf(cases);
  const estimate = (statistic: (weights: Weights) => number): Estimate => ({
    ...bootstrapInterval(patients, (images) => statistic(weightsOf(images, cases.length))),
    ...{ value: statistic(cases.map(() => 1)), n: cases.length, patients: countPatients(patients), unit: '' },
  });
  const matched = matchBoxes(boxes, hitRule(table));
  return [estimate(precisionOf(matchBoxes(boxes))), estimate((weights) => sensitivityAt(matched, 1, weights))];
}

/** How groups of images with masks are measured. */
export const maskMeasurer: GroupMeasurer = {
  measures: [{ title: 'Mean Dice', unit: '' }],
  of: (cases) => [meanDice(cases)],
  events: (cases) => [cases.filter(isSome).length],
  gap: (cases, isIn) =>
    ratioGap(
      cases.map((one, index) => ({
        part: isSome(one) ? diceOfCase(one) : 0,
        whole: Number(isSome(one)),
        isIn: isIn[index] === true,
      })),
      patientsOf(cases),
      '',
    ),
};

const isSome = ({ overlap }: Case): boolean => (overlap?.found ?? 0) + (overlap?.marked ?? 0) > 0;
