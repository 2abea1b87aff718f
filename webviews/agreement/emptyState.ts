import { html, nothing, type TemplateResult } from 'lit';
import type { AgreementReport } from '../../src/core/label/agreementReport';

/** What the buttons of an empty page do. */
export type EmptyActions = {
  readonly importImages: () => void;
  readonly showDataset: () => void;
  readonly openProtocol: () => void;
};

const frame = (title: string, text: TemplateResult, buttons: TemplateResult): TemplateResult => html`<section class="nothing">
  <h2>${title}</h2>
  ${text}
  <div class="buttons">${buttons}</div>
</section>`;

const second = html`<p>
    Each reader labels in a clone of their own, under a name of their own (<code>reader:</code> in <code>.radsteps/local.yaml</code>), and
    commits; the labels come together when you pull. Labels from elsewhere come in by
    <code>radsteps labels import labels.csv --format csv --reader ben</code>.
  </p>
  <p>A second opinion is always a second reader's label: nobody writes over a reading.</p>`;

/** What to do where there is nothing to compare yet; nothing where there is. */
export function emptyState(report: AgreementReport, actions: EmptyActions): TemplateResult | typeof nothing {
  const { images, counts, readers, readTwice, part } = report;
  const dataset = html`<vscode-button @click=${actions.showDataset}>Show Dataset</vscode-button>`;
  const protocol = html`<vscode-button secondary @click=${actions.openProtocol}>Open Protocol</vscode-button>`;
  if (images === 0 && part === null)
    return frame(
      'No images yet',
      html`<p>Import images first; then two readers label them, each for themselves.</p>`,
      html`<vscode-button @click=${actions.importImages}>Import Images...</vscode-button>`,
    );
  if (counts.length === 0)
    return frame(
      'Nobody has labelled yet',
      html`<p>Open images from the dataset and label them by the protocol. Agreement is shown as soon as two readers have final labels of the same images.</p>`,
      html`${dataset} ${protocol}`,
    );
  if (counts.length === 1)
    return frame(
      `Only ${counts[0]?.reader} has labelled so far`,
      html`<p>Agreement needs a second reader.</p> ${second}`,
      html`${dataset} ${protocol}`,
    );
  if (readers.length < 2)
    return frame('Choose two readers or more', html`<p>Their final labels of the same images are compared.</p>`, html``);
  if (readTwice > 0) return nothing;
  return frame(
    `No image${part === null ? '' : ` of the ${part} part`} has final labels of two of these readers`,
    html`<p>Drafts don't count: a reader makes a label final when it is done. ${part === null ? '' : 'Or look at all images.'}</p>`,
    dataset,
  );
}
