import type { Estimate, Undefined } from '../statistics/estimate';
import { type LikeScores, likeScore } from './likeScore';
import type { TriageAbout, TriageFilm, TriageList } from './triageList';

/** What every list says of itself, wherever it stands. */
export const triageDisclaimer =
  'This is an alert to a reader, not a report. A radiologist must read every film, also those that are not alerted, before anybody acts on it.';

/** Why the order can't be changed. */
export const triageOrder =
  'Worst first: studies stand by the score of their most suspicious film. The order is fixed, since a triage list sorted otherwise hides what is urgent.';

const titled = (word: string): string => word.replaceAll('_', ' ');

/** What a study is called above or below the threshold. */
export const triageAlert = ({ target }: Pick<TriageAbout, 'target'>, isAlert: boolean): string =>
  isAlert ? `Possible ${titled(target)}: please look at this film first` : `Not sorted: no alert is not “no ${titled(target)}”`;

const percent = (share: number): string => `${Math.round(100 * share)} %`;

const rangeOf = (interval: Estimate['interval']): string =>
  interval === null ? 'no 95 % interval' : `95 % interval ${Math.round(100 * interval[0])} to ${Math.round(100 * interval[1])} %`;

/** How often films of like score were positive in the tuning part; '' where too few were like it to say so. */
export function likelihoodWords({ like, target, threshold }: Pick<TriageAbout, 'like' | 'target' | 'threshold'>, score: number): string {
  const found: LikeScores | undefined = likeScore(like, score);
  if (found === undefined) return '';
  const { observed, from, to } = found;
  const hits = Math.round(observed.value * observed.n);
  const part = threshold.part === 'tuning' ? 'films of the tuning part' : 'films, out of fold,';
  return `Of ${observed.n} ${part} with a score from ${from.toFixed(1)} to ${to.toFixed(1)}, ${hits} were labelled ${titled(target)} (${percent(observed.value)}, ${rangeOf(observed.interval)}).`;
}

/** "0.81", as scores are written everywhere in the list; never rounded across the threshold. */
export function scoreText(score: number, threshold: number): string {
  for (let digits = 2; digits < 6; digits += 1) {
    const text = score.toFixed(digits);
    if (Number(text) >= threshold === score >= threshold) return text;
  }
  return String(score);
}

/** What is drawn on a film, in words, which tell what a detector found from where the alert's network looked; '' where nothing is drawn. */
export function markWords({ marking }: Pick<TriageAbout, 'marking'>, { marks }: Pick<TriageFilm, 'marks'>): string {
  const found = marks.flatMap((mark) => (mark.kind === 'attention' ? [] : [mark]));
  if (found.length > 0) {
    const [kind, kinds] = found[0]?.kind === 'mask' ? ['area', 'areas'] : ['box', 'boxes'];
    return `${found.length} ${found.length === 1 ? kind : kinds} found by the detector (${found.map(({ score }) => score.toFixed(2)).join(', ')})`;
  }
  if (marks.length === 0) return '';
  return `${marking === null ? 'No detector' : 'The detector found nothing'}; circled: where the alert’s network looked`;
}

/** Region, view, side, age and sex of a film, as far as they are known. */
export function filmFacts({ bodyPart, view, laterality, sex, ageYears }: TriageFilm): readonly string[] {
  const words = (text: string): string => text.toLowerCase().replaceAll('+', ' + ');
  const side = { L: 'left', R: 'right', B: 'both sides' }[laterality] ?? '';
  const age = ageYears === null ? '' : `${ageYears < 2 ? ageYears.toFixed(1) : Math.floor(ageYears)} years`;
  const named = { F: 'female', M: 'male', O: 'other sex' }[sex] ?? '';
  return [words(bodyPart), words(view), side, age, named].filter((text) => text !== '');
}

function estimateWords(estimate: Estimate | Undefined): string {
  if ('undefined' in estimate) return `not known: ${estimate.undefined}`;
  return `${percent(estimate.value)} (${rangeOf(estimate.interval)}; n = ${estimate.n} films of ${estimate.patients} patients)`;
}

/** All that a list says of where it comes from: a name and what it says. */
export function triageFacts({ about }: Pick<TriageList, 'about'>): readonly (readonly [name: string, value: string])[] {
  const { threshold, marking } = about;
  const part = threshold.part === 'tuning' ? 'tuning part' : 'out of fold';
  const by = marking === null ? 'none: circles show where the alert’s own network looked' : `run ${marking.run} (${marking.chosen})`;
  return [
    ['Alert', `run ${about.run} (${about.experiment}), weights ${about.weights.slice(0, 12)}…`],
    ['Sorted', about.source],
    ['Threshold', `${Number(threshold.threshold.toPrecision(3))}: ${threshold.rule}, ${part}, n = ${threshold.n} films`],
    ['Sensitivity', `${estimateWords(about.sensitivity)}, ${part}`],
    ['Specificity', `${estimateWords(about.specificity)}, ${part}`],
    ['Boxes', marking === null ? by : `${by}, weights ${marking.weights.slice(0, 12)}…`],
    ['Made', `${about.made.replace('T', ' ').slice(0, 16)} UTC`],
  ];
}

const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

/** "12 of 45 studies are alerted; 2 films could not be read.", the first line of a list. */
export function triageSummary({ studies, unread }: Pick<TriageList, 'studies' | 'unread'>): string {
  const alerts = studies.filter(({ isAlert }) => isAlert).length;
  const lost =
    unread.length === 0
      ? ''
      : ` ${counted(unread.length, 'film', 'films')} could not be sorted: read ${unread.length === 1 ? 'it' : 'them'} too.`;
  return `${alerts} of ${counted(studies.length, 'study', 'studies')} ${alerts === 1 ? 'is' : 'are'} alerted.${lost}`;
}
