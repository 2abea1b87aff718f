import type { CaseChoice, CaseGroups, CaseReport, ChosenCases, Operated } from '../../src/core/experiment/caseReport';
import type { Host } from '../../src/protocol/channel';
import type { CaseAction, RunPage, RunView } from '../../src/protocol/run';
import { Thumbnails } from '../shared/thumbnails';

/** Cases that are shown at first, and how many more each time. */
const firstCases = 12;

/** Milliseconds that a threshold must rest before the groups are counted anew. */
const restMs = 400;

/** A choice of cases with the list that came for it, or why none came. */
export type Picked = { readonly choice: CaseChoice; readonly limit: number; readonly list: ChosenCases | null; readonly failure: string };

/** What a reload of the page finds again. */
export type KeptCases = { readonly threshold: number | null };

/** The places of the page where cases are listed. */
export type Place = 'worst' | 'cell' | 'group';

/** What is known of a run's cases while its page lives; `changed` hears of everything to draw anew. */
export class RunCases {
  readonly #host: Host<RunPage>;
  readonly #changed: () => void;
  readonly thumbnails: Thumbnails;
  #read = '';
  #reading = 0;
  #next: number | null = null;
  #isOperating = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  state: 'none' | 'reading' | 'ready' | 'failed' = 'none';
  /** Why the cases, or an action on one of them, failed. */
  failure = '';
  report: CaseReport | null = null;
  groups: CaseGroups | null = null;
  operated: Operated | null = null;
  threshold: number | null;
  readonly picked: Partial<Record<Place, Picked>> = {};

  constructor(host: Host<RunPage>, kept: KeptCases, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
    this.threshold = kept.threshold;
    this.thumbnails = new Thumbnails(
      (images) => void host.call('wantThumbnails', images).catch(() => undefined),
      (image) => void host.call('remakeThumbnail', image).catch(() => undefined),
    );
    host.on('thumbnails', (list) => {
      this.thumbnails.take(list);
      changed();
    });
  }

  /** Reads the cases anew where the predictions on the disk are others than those that were read. */
  follow({ predictions }: RunView): void {
    if (predictions === this.#read) return;
    this.#read = predictions;
    this.reread();
  }

  reread(): void {
    this.#reading += 1;
    this.report = null;
    this.groups = null;
    this.operated = null;
    this.failure = '';
    for (const place of ['worst', 'cell', 'group'] as const) delete this.picked[place];
    this.state = this.#read === '' ? 'none' : 'reading';
    if (this.#read !== '') void this.#readAll(this.#reading);
    this.#changed();
  }

  /** Calls two classes from another threshold on; of many calls in a row the last one counts. */
  setThreshold(threshold: number): void {
    this.threshold = threshold;
    this.#next = threshold;
    if (!this.#isOperating) void this.#operate();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#afterThreshold(), restMs);
    this.#changed();
  }

  /** Lists the cases of a choice at a place of the page; the same choice again takes them away. */
  pick(place: Place, choice: CaseChoice): void {
    if (place !== 'worst' && JSON.stringify(this.picked[place]?.choice) === JSON.stringify(choice)) delete this.picked[place];
    else void this.#pick(place, choice, firstCases);
    this.#changed();
  }

  more(place: Place): void {
    const picked = this.picked[place];
    if (picked !== undefined) void this.#pick(place, picked.choice, picked.limit + 2 * firstCases);
  }

  act(image: string, action: CaseAction): void {
    this.failure = '';
    this.#host.call('onCase', { image, action }).catch((error: unknown) => this.#fail(error));
    this.#changed();
  }

  async #readAll(turn: number): Promise<void> {
    try {
      // The process answers one after the other: what is seen first and costs least comes first.
      const worst = this.#pick('worst', { kind: 'worst' }, firstCases);
      const report = await this.#host.call('cases');
      if (turn !== this.#reading) return;
      this.report = report;
      this.state = 'ready';
      this.#changed();
      const chosen = report.detail.kind === 'classes' ? report.detail.chosen : null;
      if (chosen === null) this.threshold = null;
      else if (this.threshold !== null) this.setThreshold(this.threshold);
      await worst;
      await this.#readGroups(turn);
    } catch (error) {
      if (turn !== this.#reading) return;
      this.state = this.report === null ? 'failed' : 'ready';
      this.#fail(error);
    }
  }

  /** The threshold that calls classes: the one that was set, else the chosen one. */
  get usedThreshold(): number | null {
    return this.threshold ?? (this.report?.detail.kind === 'classes' ? (this.report.detail.chosen?.threshold ?? null) : null);
  }

  async #readGroups(turn = this.#reading): Promise<void> {
    const groups = await this.#host.call('groups', this.usedThreshold);
    if (turn !== this.#reading) return;
    this.groups = groups;
    this.#changed();
  }

  async #operate(): Promise<void> {
    this.#isOperating = true;
    try {
      while (this.#next !== null) {
        const threshold = this.#next;
        this.#next = null;
        this.operated = await this.#host.call('operate', threshold);
        this.#changed();
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isOperating = false;
    }
  }

  #afterThreshold(): void {
    const { cell } = this.picked;
    if (cell?.choice.kind === 'cell') void this.#pick('cell', { ...cell.choice, threshold: this.usedThreshold }, cell.limit);
    this.#readGroups().catch((error: unknown) => this.#fail(error));
  }

  async #pick(place: Place, choice: CaseChoice, limit: number): Promise<void> {
    const before = this.picked[place];
    const isSame = JSON.stringify(before?.choice) === JSON.stringify(choice);
    const asked: Picked = { choice, limit, list: isSame ? (before?.list ?? null) : null, failure: '' };
    this.picked[place] = asked;
    const settle = (end: Partial<Picked>): void => {
      // Another choice may have taken the place meanwhile.
      if (this.picked[place] !== asked) return;
      this.picked[place] = { ...asked, ...end };
      this.#changed();
    };
    await this.#host.call('pick', { choice, limit }).then(
      (list) => settle({ list }),
      (error: unknown) => settle({ failure: asText(error) }),
    );
  }

  #fail(error: unknown): void {
    this.failure = asText(error);
    this.#changed();
  }
}

const asText = (error: unknown): string => (error instanceof Error ? error.message : String(error));
