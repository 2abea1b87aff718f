import { setCategory } from '../../../src/core/label/edit';
import type { CategoryValue } from '../../../src/core/label/label';
import type { LabelDefinition } from '../../../src/core/label/protocol';
import type { WorkView } from '../../../src/protocol/labelWork';
import type { Viewer } from '../viewer';
import { countActiveTime } from './activeTime';
import type { LabelModel } from './labelModel';
import { activeQuestion, typedNumber } from './questions';

const nothingAround: WorkView = { image: '', place: null, pictures: {}, proposals: null, others: [], isBlind: false, problem: '' };

/** What the page knows and does about a label besides drawing: answers, status, the way through a list. */
export class WorkModel {
  readonly model: LabelModel;
  readonly viewer: Viewer;
  readonly #flush: () => void;
  readonly #listeners = new Set<() => void>();
  /** Numbers and notes as they are being typed, by the name of their question. */
  readonly typed = new Map<string, string>();
  /** Why what was typed is no answer. */
  readonly refusals = new Map<string, string>();
  /** Questions whose guideline is open. */
  readonly guidelines = new Set<string>();
  /** Categories that a run proposed and the reader rejected, of this image. */
  readonly rejected = new Set<string>();
  #view = nothingAround;
  /** Another image is on its way, or a question to the reader. */
  isBusy = false;
  problem = '';
  hasOthers = false;
  #image: string;
  #isKeyLost = false;

  constructor(viewer: Viewer, model: LabelModel) {
    [this.viewer, this.model, this.#image] = [viewer, model, model.label.image];
    const { host } = viewer.page;
    this.#flush = countActiveTime((ms) => void host.call('worked', ms).catch(() => undefined));
    host.on('workChanged', (view) => this.#take(view));
    host.on('comesNext', (session) => viewer.prepare(session));
    model.refused = (sentence) => this.say(sentence);
    model.listen(() => this.#follow());
  }

  async start(): Promise<void> {
    this.#take(await this.viewer.page.host.call('openWork'));
  }

  /** Hears of every change of what is around the label. */
  listen(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** What stands around the label: while another label's is still known, only the place in the list. */
  get view(): WorkView {
    const isOwn = this.#view.image === this.model.label.image;
    return isOwn ? this.#view : { ...nothingAround, place: this.#view.place, pictures: this.#view.pictures, isBlind: this.#view.isBlind };
  }

  get isWork(): boolean {
    return this.view.place !== null;
  }

  /** The question that keys answer. */
  get question(): LabelDefinition | null {
    return activeQuestion(this.model.shown, this.isWork);
  }

  /** True where the label belongs to the picture that is on the screen: only then a key may answer. */
  get isReady(): boolean {
    const { session, reply } = this.viewer.shown;
    return !this.isBusy && session.image === this.model.label.image && reply !== null;
  }

  change(act: () => void): void {
    act();
    for (const listener of this.#listeners) listener();
  }

  say(problem: string): void {
    this.change(() => {
      this.problem = problem;
    });
  }

  /** Answers a question, as one step of undoing; null takes the answer away. */
  answer(definition: LabelDefinition, value: CategoryValue | null, words = `Answer ${definition.title}`): void {
    const { model } = this;
    this.#isKeyLost = false;
    this.problem = '';
    if (JSON.stringify(model.label.categories[definition.name] ?? null) !== JSON.stringify(value))
      model.step(value === null ? `Take Back ${definition.title}` : words, [setCategory(model.label, definition.name, value)]);
    this.change(() => undefined);
  }

  /** Takes what was typed as the answer; false, with a sentence beside the question, where it is none. */
  commit(definition: LabelDefinition): boolean {
    const text = this.typed.get(definition.name);
    if (text === undefined) return true;
    const value = definition.kind === 'note' ? text.trim() || null : typedNumber(definition, text);
    const isRefused = definition.kind === 'number' && typeof value === 'string';
    this.change(() => {
      if (isRefused) this.refusals.set(definition.name, value);
      else {
        this.refusals.delete(definition.name);
        this.typed.delete(definition.name);
      }
    });
    if (!isRefused) this.answer(definition, value, definition.kind === 'note' ? `Write ${definition.title}` : undefined);
    return !isRefused;
  }

  /** A key came before the picture that it was meant for. */
  loseKey(): void {
    this.#isKeyLost = true;
  }

  /** Saves and shows another image of the list; what keeps it here is said. */
  async goOn(way: 'next' | 'previous' | 'open'): Promise<void> {
    if (this.isBusy || !this.isWork) return;
    if (this.#isKeyLost) {
      this.#isKeyLost = false;
      return this.say('That key came before the picture was there: look, and press it again.');
    }
    const open = this.model.shown.labels.filter(({ name }) => this.typed.has(name));
    if (!open.map((definition) => this.commit(definition)).every(Boolean)) return;
    this.#flush();
    await this.#attempt(() => this.viewer.page.host.call('goOn', way));
  }

  /** Makes the label final, or a draft again. */
  async toggleFinal(): Promise<void> {
    const { host } = this.viewer.page;
    const to = this.model.label.status === 'final' ? 'draft' : 'final';
    await this.#attempt(() => host.call('setStatus', to));
  }

  async #attempt(act: () => Promise<unknown>): Promise<void> {
    this.change(() => {
      [this.isBusy, this.problem] = [true, ''];
    });
    let problem = '';
    try {
      await act();
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    this.change(() => {
      [this.isBusy, this.problem] = [false, problem];
    });
  }

  #take(view: WorkView): void {
    this.change(() => {
      this.#view = view;
    });
  }

  /** Another label: what belonged to the one before goes. */
  #follow(): void {
    const { image } = this.model.label;
    if (image === this.#image) return;
    this.#image = image;
    for (const kept of [this.typed, this.refusals, this.rejected]) kept.clear();
    this.problem = '';
    this.model.choose(null);
    // The keys of the next image must not go into a field of the last one.
    document.querySelector<HTMLElement>('.stage')?.focus({ preventScroll: true });
  }
}
