import { comparisonMarkup } from './comparisonMarkup';
import type { ExportedRun } from './exportedRun';
import { escapeMarkup } from './markup';
import { reportStyle } from './reportStyle';
import { runMarkup } from './runMarkup';

/** How a report is made. */
export type ReportOptions = {
  /** The project's name. */
  readonly project: string;
  /** ISO, UTC. */
  readonly made: string;
  /** Of RadSteps. */
  readonly version: string;
  /** SHA-256 of `reportStyle` in base64: the page may use that style sheet and nothing else. */
  readonly styleHash: string;
  /** Whether images of the largest errors are named. */
  readonly images: boolean;
};

/** A report on runs (at least one) as one HTML page that needs no script and fetches nothing. */
export function htmlReport(runs: readonly ExportedRun[], { project, made, version, styleHash, images }: ReportOptions): string {
  const only = runs.length === 1 ? runs[0]?.record.run : undefined;
  const title = only === undefined ? `${runs.length} runs of ${project}` : `Run ${only} of ${project}`;
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeMarkup(title)}</title>
<style>${reportStyle}</style>
</head>
<body>
<header><h1>${escapeMarkup(only === undefined ? title : project)}</h1>
<p class="lead">Report of ${escapeMarkup(made.slice(0, 10))}, made by RadSteps ${escapeMarkup(version)} from the records of the runs. Metrics are of the tuning part, not of a test.</p></header>
<main>
${comparisonMarkup(runs)}
${runs.map((run) => runMarkup(run, images)).join('\n')}
</main>
<footer>RadSteps ${escapeMarkup(version)}. For research; not a medical device.</footer>
</body>
</html>
`;
}
