import Papa from 'papaparse';
import type { TriageList } from './triageList';
import { filmFacts, markWords, scoreText, triageAlert, triageDisclaimer } from './triageWords';

const header = [
  ...['place', 'state', 'study', 'patient', 'score', 'film', 'films', 'words', 'mark', 'known', 'reason'],
  ...['run', 'weights_sha256', 'threshold', 'made', 'note'],
];

/** The list as a table: films that could not be judged first, with the reason, then the studies worst first. */
export function formatTriageTable({ about, studies, unread }: TriageList): string {
  const { threshold } = about.threshold;
  const from = [about.run, about.weights, String(threshold), about.made, triageDisclaimer];
  const lost = unread.map(({ image, study, patient, reason }) => [
    ...['', 'not sorted: unreadable', study || image, patient, '', image, '1', 'Could not be sorted: please look at it', '', '', reason],
    ...from,
  ]);
  const sorted = studies.map(({ study, patient, score, isAlert, films, unread: missing }, index) => {
    const [worst] = films;
    const reason = missing === 0 ? '' : `${missing} more of this study could not be read`;
    return [
      ...[String(index + 1), isAlert ? 'alert' : 'no alert', study, patient, scoreText(score, threshold), worst?.image ?? ''],
      ...[String(films.length), triageAlert(about, isAlert)],
      ...(worst === undefined ? ['', ''] : [markWords(about, worst), filmFacts(worst).join(', ')]),
      reason,
      ...from,
    ];
  });
  return `${Papa.unparse([header, ...lost, ...sorted], { newline: '\n' })}\n`;
}
