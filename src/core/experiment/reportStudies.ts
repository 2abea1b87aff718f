import { classificationMetrics } from '../statistics/classification';
import { aucDelong } from '../statistics/delong';
import type { Estimate, Undefined } from '../statistics/estimate';
import { countPatients } from '../statistics/patientGroups';
import type { CaseTable } from './caseTable';
import { combineViews, type StudyScore } from './combineViews';
import { chooseThreshold } from './operatingSetting';
import { runThreshold } from './runThreshold';

/** How two classes are told apart when films, or studies, are counted. */
export type ReportLevel = {
  readonly level: 'film' | 'study';
  readonly n: number;
  readonly positives: number;
  readonly threshold: number | null;
  readonly auc: Estimate | Undefined;
  /** At a threshold that was chosen on these same scores. */
  readonly sensitivity: Estimate | Undefined;
  readonly specificity: Estimate | Undefined;
};

/** The same cases by film and by study; null levels where there is nothing to compare, and a sentence why. */
export type StudyReport = {
  readonly films: number;
  readonly studies: number;
  readonly patients: number;
  readonly levels: readonly [film: ReportLevel, study: ReportLevel] | null;
  readonly words: string;
};

/** A run of two classes film by film, and study by study: a study's score is that of its most suspicious film, and it is positive if one of its films is. */
export function reportStudies(table: CaseTable): StudyReport {
  const { cases, classes } = table;
  const patients = countPatients(cases.map(({ patient }) => patient));
  const known = cases.filter(({ row }) => (row?.study ?? '') !== '').length;
  const films = cases.map(({ image, patient, row, probabilities }) => ({
    ...{ image, patient, study: row?.study ?? '', score: probabilities[1] ?? Number.NaN },
  }));
  const studies = combineViews(films);
  const counts = { films: cases.length, studies: studies.length, patients };
  if (known === 0) return { ...counts, levels: null, words: noStudies };
  if (studies.length === cases.length) return { ...counts, levels: null, words: oneFilmEach };
  const labels = new Map(cases.map(({ image, label }) => [image, label === classes[1]]));
  const isPositive = ({ films: views }: StudyScore): boolean => views.some(({ image }) => labels.get(image) === true);
  const own = runThreshold(table);
  const film = levelOf(
    'film',
    films,
    films.map(({ image }) => labels.get(image) === true),
    'undefined' in own ? null : own.threshold,
  );
  const positives = studies.map(isPositive);
  const chosen = chooseThreshold(
    studies.map(({ score }) => score),
    positives,
    table.operating,
  );
  const study = levelOf('study', studies, positives, 'undefined' in chosen ? null : chosen.threshold);
  return { ...counts, levels: [film, study], words: wordsOf(cases.length - known) };
}

const noStudies = 'The index names no study, so that films can only be counted one by one.';
const oneFilmEach = 'Every study has one film here, so that films and studies are the same.';

function wordsOf(alone: number): string {
  const rest = alone === 0 ? '' : ` ${alone === 1 ? '1 film names' : `${alone} films name`} no study and stands for one.`;
  return `A study is as suspicious as its most suspicious film, and positive if one of its films is. Both thresholds were chosen on these same images, so that sensitivity and specificity are optimistic.${rest}`;
}

type Scored = { readonly patient: string; readonly score: number };

function levelOf(
  level: ReportLevel['level'],
  scored: readonly Scored[],
  positives: readonly boolean[],
  threshold: number | null,
): ReportLevel {
  const patients = scored.map(({ patient }) => patient);
  const scores = scored.map(({ score }) => score);
  const none: Undefined = { undefined: 'There is no threshold.' };
  const rates =
    threshold === null
      ? { sensitivity: none, specificity: none }
      : classificationMetrics(
          scores.map((score) => score >= threshold),
          positives,
          patients,
        );
  const { sensitivity, specificity } = rates;
  const auc = aucDelong(scores, positives, patients);
  return { level, n: scored.length, positives: positives.filter(Boolean).length, threshold, auc, sensitivity, specificity };
}
