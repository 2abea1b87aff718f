import { html, nothing, render, type TemplateResult } from 'lit';
import type { SimilarImage } from '../../src/core/experiment/similarImages';
import type { Host } from '../../src/protocol/channel';
import type { GalleryThumbnail } from '../../src/protocol/gallery';
import type { SimilarChoice, SimilarPage, SimilarSession } from '../../src/protocol/similar';
import { Thumbnails } from '../shared/thumbnails';

/** What the page is about before anything is found. */
export type Subject = Pick<SimilarSession, 'project' | 'run' | 'image'>;

/** Images asked for at first and more each time, and the most that the page shows. */
export const firstCount = 12;
const mostCount = 96;

/** The page: an image and the training images that a run's network sees most like it. */
export class SimilarApp {
  readonly #root: HTMLElement;
  readonly #host: Host<SimilarPage>;
  readonly #subject: Subject;
  readonly #keep: (choice: SimilarChoice) => void;
  readonly #thumbnails: Thumbnails;
  #choice: SimilarChoice;
  #session: SimilarSession | null = null;
  #failure = '';
  #progress = '';
  #searches = 0;
  #isSearching = false;

  constructor(root: HTMLElement, host: Host<SimilarPage>, subject: Subject, choice: SimilarChoice, keep: (choice: SimilarChoice) => void) {
    this.#root = root;
    this.#host = host;
    this.#subject = subject;
    this.#choice = choice;
    this.#keep = keep;
    this.#thumbnails = new Thumbnails(
      (images) => this.#ask(host.call('wantThumbnails', images)),
      (image) => this.#ask(host.call('remakeThumbnail', image)),
    );
  }

  /** Searches by what is chosen; what was found before stays to be seen until then. */
  async search(): Promise<void> {
    const own = ++this.#searches;
    this.#isSearching = true;
    this.#failure = '';
    this.#progress = '';
    this.#draw();
    try {
      const session = await this.#host.call('open', this.#choice);
      if (own !== this.#searches) return;
      this.#session = session;
    } catch (error) {
      if (own !== this.#searches) return;
      this.#failure = error instanceof Error ? error.message : String(error);
    }
    this.#isSearching = false;
    this.#draw();
  }

  progress(words: string): void {
    this.#progress = words;
    if (this.#isSearching) this.#draw();
  }

  takeThumbnails(list: readonly GalleryThumbnail[]): void {
    this.#thumbnails.take(list);
    this.#draw();
  }

  #choose(choice: Partial<SimilarChoice>): void {
    this.#choice = { ...this.#choice, ...choice };
    this.#keep(this.#choice);
    void this.search();
  }

  /** A request whose failure is a sentence on the page. */
  #ask(answer: Promise<unknown>): void {
    answer.catch((error: unknown) => {
      this.#failure = error instanceof Error ? error.message : String(error);
      this.#draw();
    });
  }

  readonly #open = (image: string): void => this.#ask(this.#host.call('openImage', image));

  #draw(): void {
    const { image } = this.#subject;
    const found = this.#session?.found;
    this.#thumbnails.see([image, ...(found?.images ?? []).map((near) => near.image)]);
    render(
      html`<main>
        ${this.#header()} ${this.#status()}
        <div class="beside">
          <section class="own" aria-label="The image">${this.#picture(image, `Open ${image}`)} ${this.#ownFacts()}</section>
          ${found === undefined ? nothing : this.#list(found.images)}
        </div>
        ${found === undefined ? nothing : this.#foot()}
      </main>`,
      this.#root,
    );
  }

  #header(): TemplateResult {
    const { run } = this.#subject;
    return html`<header>
      <h1>Similar training images</h1>
      <p>
        Images that <button class="link" @click=${() => this.#ask(this.#host.call('openRun'))}>run ${run}</button> was trained on, those first
        that its network sees most like this one.
      </p>
      <label class="choice">
        <input
          type="checkbox"
          .checked=${this.#choice.otherPatients}
          @change=${(event: Event) => this.#choose({ otherPatients: (event.target as HTMLInputElement).checked })}
        />
        Other patients only
      </label>
    </header>`;
  }

  #status(): TemplateResult | typeof nothing {
    if (this.#isSearching)
      return html`<div class="working">
        <p role="status">${this.#progress || 'Opening the network …'}</p>
        <vscode-button secondary @click=${() => this.#ask(this.#host.call('cancel'))}>Cancel</vscode-button>
      </div>`;
    if (this.#failure === '') return nothing;
    const canReproduce = this.#failure.includes('radsteps reproduce');
    return html`<div class="failed">
      <p role="alert">${this.#failure}</p>
      <vscode-button @click=${() => void this.search()}>Try Again</vscode-button>
      ${
        canReproduce
          ? html`<vscode-button secondary @click=${() => this.#ask(this.#host.call('reproduce'))}>Reproduce the Run</vscode-button>`
          : nothing
      }
    </div>`;
  }

  #picture(image: string, name: string): TemplateResult {
    const { uri, words } = this.#thumbnails.picture(image);
    return html`<button class="picture" title=${image} aria-label=${uri === '' && words !== '' ? `${name}. ${words}` : name} @click=${() => this.#open(image)}>
      ${
        uri === ''
          ? html`<span class="words">${words}</span>`
          : html`<img src=${uri} alt="" draggable="false" decoding="async" @error=${() => this.#thumbnails.broken(image)} />`
      }
    </button>`;
  }

  #ownFacts(): TemplateResult {
    const found = this.#session?.found;
    const label = found === undefined ? '' : found.label || 'not labelled';
    return html`<strong>${this.#subject.image}</strong>
      ${found === undefined ? nothing : html`<span>${found.target}: ${label}</span>`}
      ${found === undefined || found.patient === '' ? nothing : html`<span class="muted">${found.patient}</span>`}`;
  }

  #list(images: readonly SimilarImage[]): TemplateResult {
    return html`<ol class="similar" aria-label="Training images, most similar first">
      ${images.map((near) => this.#card(near))}
    </ol>`;
  }

  #card({ image, label, patient, similarity, isSamePatient }: SimilarImage): TemplateResult {
    const target = this.#session?.found.target ?? '';
    const same = isSamePatient ? ', the same patient' : '';
    const name = `Open ${image}: similarity ${similarity.toFixed(3)}, ${target} ${label}, patient ${patient}${same}`;
    return html`<li>
      ${this.#picture(image, name)}
      <span class="line"><strong>${similarity.toFixed(3)}</strong> <span>${label}</span></span>
      <span class="muted name">${image}</span>
      <span class=${isSamePatient ? 'same' : 'muted name'}>${isSamePatient ? 'the same patient' : patient}</span>
    </li>`;
  }

  #foot(): TemplateResult {
    const found = this.#session?.found;
    const [shown, compared] = [found?.images.length ?? 0, found?.compared ?? 0];
    const more = Math.min(compared, mostCount, shown + firstCount);
    return html`<footer>
      ${
        more > shown
          ? html`<vscode-button secondary ?disabled=${this.#isSearching} @click=${() => this.#choose({ count: more })}>Show More</vscode-button>`
          : nothing
      }
      <p class="muted">
        ${shown} of ${compared} training images. Similarity is the cosine of the angle between the network's features (layer ${found?.layer},
        as the network sums them up over the image): 1 is as alike as the same image. It tells what the network sees alike, which need not be what a reader
        would; which differences count depends on what it was trained for.
      </p>
      ${(found?.notes ?? []).map((note) => html`<p>${note}</p>`)}
    </footer>`;
  }
}
