import { countPatients } from '../statistics/patientGroups';
import type { CaseReport } from './caseReport';
import type { CaseTable } from './caseTable';
import { reportBoxes } from './reportBoxes';
import { reportClasses } from './reportClasses';
import { reportMasks } from './reportDrawn';
import { reportNumbers } from './reportNumbers';

const details = { classification: reportClasses, regression: reportNumbers, detection: reportBoxes, segmentation: reportMasks } as const;

/** What a run's predictions say beyond its record's metrics. Of many images it takes seconds. */
export function reportCases(table: CaseTable): CaseReport {
  const { run, part, target, unit, cases, notes, task } = table;
  const patients = countPatients(cases.map(({ patient }) => patient));
  return { run, part, target, unit, images: cases.length, patients, notes, detail: details[task](table) };
}
