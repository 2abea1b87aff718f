import { html, nothing, type TemplateResult } from 'lit';
import type { DataGlance, PartGlance } from '../../src/core/overview/dataGlance';
import { dataWords } from '../../src/core/overview/overviewWords';
import { distribution } from './distribution';
import type { Act, Shown } from './overviewApp';
import { untrusted, waiting } from './waiting';

const count = (n: number): string => n.toLocaleString('en-US');
const share = (n: number, of: number): string => `${Math.round((100 * n) / Math.max(of, 1))} %`;

const partRow = (images: number, hasPatients: boolean, { part, images: own, patients }: PartGlance): TemplateResult => html`<tr>
  <th scope="row">${part === '' ? 'no part yet' : part}</th>
  <td class="number">${count(own)}</td>
  <td class="number">${share(own, images)}</td>
  <td class="number">${hasPatients ? count(patients) : '–'}</td>
</tr>`;

function parts({ parts: all, images, patients }: DataGlance, act: Act): TemplateResult {
  if (all.length === 0)
    return html`<p>Not split yet: nobody knows which patients train, tune and test.</p>
      <vscode-button secondary @click=${() => act({ what: 'split' })}>Split by Patient</vscode-button>`;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Part</th>
        <th scope="col" class="number">Images</th>
        <th scope="col" class="number">Share</th>
        <th scope="col" class="number">Patients</th>
      </tr>
    </thead>
    <tbody>${all.map((part) => partRow(images, patients !== null, part))}</tbody>
  </table>`;
}

function glance(data: DataGlance, act: Act): TemplateResult {
  if (data.images === 0)
    return html`<p>There are no images yet. Import a folder of films, or draw synthetic ones whose truth is known.</p>
      <div class="buttons">
        <vscode-button @click=${() => act({ what: 'import' })}>Import Images...</vscode-button>
        <vscode-button secondary @click=${() => act({ what: 'films' })}>Generate Demo Films...</vscode-button>
      </div>`;
  return html`<p class="facts">${dataWords(data)}</p>
    <div class="glance">
      <div>
        <h3>Parts of the split</h3>
        ${parts(data, act)}
        <h3>Labels</h3>
        <p>${share(data.labelled * data.images, data.images)} of the images have final labels: ${data.labels}.</p>
        <vscode-button secondary @click=${() => act({ what: 'dataset' })}>Show Dataset</vscode-button>
      </div>
      <div class="charts">${data.charts.map(distribution)}</div>
    </div>
    ${data.notes.map((note) => html`<p class="failure">${note}</p>`)}`;
}

/** The data at a glance. */
export const dataSection = ({ value, failure }: Shown<DataGlance>, isTrusted: boolean, act: Act): TemplateResult => html`<section
  aria-labelledby="data"
>
  <h2 id="data">Data at a glance</h2>
  ${!isTrusted ? untrusted('Counting images', act) : value === null ? waiting(failure, 'Counting images and labels') : glance(value, act)}
  ${isTrusted && value !== null && failure !== '' ? html`<p class="failure" role="alert">${failure}</p>` : nothing}
</section>`;
