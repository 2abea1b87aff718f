import { html, nothing, type TemplateResult } from 'lit';
import type { CaseChoice, CaseReport, ClassReport } from '../../src/core/experiment/caseReport';
import { caseGrid } from './caseGrid';
import { countedImages } from './estimateText';
import type { RunCases } from './runCases';

/** How often a labelled class was called each class; each number lists its cases beneath. */
export function confusionMatrix(cases: RunCases, report: CaseReport, detail: ClassReport): TemplateResult {
  const { classes } = detail;
  const confusion = cases.operated?.confusion ?? detail.confusion;
  const most = confusion.map((row) =>
    Math.max(
      1,
      row.reduce((sum, count) => sum + count, 0),
    ),
  );
  const chosen = cases.picked.cell?.choice;
  const name = chosen?.kind === 'cell' ? `Labelled ${classes[chosen.label]}, called ${classes[chosen.called]}` : '';
  return html`<section aria-labelledby="confusion">
    <h2 id="confusion">Confusion matrix</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Table: confusion matrix">
      <table class="matrix">
        <caption>
          Label in rows, call in columns${classes.length === 2 ? ' at the threshold above' : ''}, ${countedImages(report.images)}. A number shows its cases.
        </caption>
        <thead>
          <tr>
            <td></td>
            ${classes.map((value) => html`<th scope="col">called ${value}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${classes.map(
            (value, label) => html`<tr>
              <th scope="row">labelled ${value}</th>
              ${classes.map((_, called) => cell(cases, detail, { label, called }, confusion[label]?.[called] ?? 0, most[label] ?? 1))}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${name === '' ? nothing : html`<h3>${name}</h3>`} ${caseGrid(cases, 'cell', name)}
  </section>`;
}

type Place = { readonly label: number; readonly called: number };

function cell(cases: RunCases, { classes }: ClassReport, { label, called }: Place, count: number, most: number): TemplateResult {
  const kind = label === called ? 'agree' : 'differ';
  if (count === 0) return html`<td class="cell ${kind}">0</td>`;
  const chosen = cases.picked.cell?.choice;
  const isChosen = chosen?.kind === 'cell' && chosen.label === label && chosen.called === called;
  const choice: CaseChoice = { kind: 'cell', label, called, threshold: classes.length === 2 ? cases.usedThreshold : null };
  const share = `${Math.round((100 * count) / most)} %`;
  // A hint only: the number says it all.
  return html`<td class="cell ${kind}" .style=${`--share: ${Math.round((45 * count) / most)}%`}>
    <button
      data-share=${share}
      aria-pressed=${isChosen ? 'true' : 'false'}
      aria-label="Labelled ${classes[label]}, called ${classes[called]}: ${countedImages(count)}, ${share} of the label"
      @click=${() => cases.pick('cell', choice)}
    >
      ${count}
    </button>
  </td>`;
}
