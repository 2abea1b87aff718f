import type { AttentionMap } from '../../../src/core/experiment/attentionMap';
import type { Findings, FindingsPlace, RunFinding } from '../../../src/protocol/findings';

/** What the user chose to see; it stays from image to image and over a reload. */
export type FindingChoice = {
  readonly hiddenRuns: readonly string[];
  readonly hasLabel: boolean;
  /** Boxes of which a run is less sure, 0 to 1, are not drawn. */
  readonly threshold: number;
  /** The run whose attention lies over the picture. */
  readonly attention: string | null;
  /** 0 to 1. */
  readonly opacity: number;
};

/** Where the map of a run's attention stands. */
export type AttentionState = { readonly run: string } & (
  | { readonly status: 'asked'; readonly words: string }
  | { readonly status: 'here'; readonly map: AttentionMap }
  | { readonly status: 'failed'; readonly sentence: string }
);

/** How the page asks for maps, and what becomes of a choice. */
export type FindingWorld = {
  readonly ask: (run: string) => Promise<AttentionMap | null>;
  readonly stop: () => void;
  readonly keep: (kept: { readonly place: FindingsPlace; readonly choice: FindingChoice }) => void;
};

const plainChoice: FindingChoice = { hiddenRuns: [], hasLabel: true, threshold: 0, attention: null, opacity: 0.7 };

/** What the page kept before it was hidden or loaded anew; the plain choice where that is none of ours. */
export function keptChoice(kept: unknown): FindingChoice {
  const choice = typeof kept === 'object' && kept !== null && 'choice' in kept ? kept.choice : null;
  return typeof choice === 'object' && choice !== null ? { ...plainChoice, ...choice } : plainChoice;
}

/** What is said of the image, what of it is shown, and where the map of the chosen run's attention stands. */
export class FindingModel {
  readonly #world: FindingWorld;
  readonly #listeners = new Set<() => void>();
  #findings: Findings;
  #choice: FindingChoice;
  #attention: AttentionState | null = null;
  /** Grows with every question, so that a late answer is known. */
  #asked = 0;
  /** The run whose attention was shown last. */
  #last: string | null;
  #sentence = '';

  constructor(findings: Findings, choice: FindingChoice, world: FindingWorld) {
    [this.#findings, this.#choice, this.#world, this.#last] = [findings, choice, world, choice.attention];
  }

  get findings(): Findings {
    return this.#findings;
  }

  get choice(): FindingChoice {
    return this.#choice;
  }

  get attention(): AttentionState | null {
    return this.#attention;
  }

  /** Why the last step to another image failed; '' where it did not. */
  get sentence(): string {
    return this.#sentence;
  }

  listen(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Keeps what is shown, and asks for the map that was shown before. */
  start(): void {
    this.#change({});
    this.#follow();
  }

  /** Another image, or what is said of this one is new: a map of the same image stays. */
  reset(findings: Findings): void {
    const isSame = findings.image === this.#findings.image;
    this.#findings = findings;
    this.#sentence = '';
    if (!isSame) this.#attention = null;
    this.#change({});
    if (this.#attention === null || !this.#has(this.#attention.run)) this.#follow();
  }

  isShown({ run }: Pick<RunFinding, 'run'>): boolean {
    return !this.#choice.hiddenRuns.includes(run);
  }

  toggleRun(run: string): void {
    const { hiddenRuns } = this.#choice;
    this.#change({ hiddenRuns: hiddenRuns.includes(run) ? hiddenRuns.filter((other) => other !== run) : [...hiddenRuns, run] });
  }

  toggleLabel(): void {
    this.#change({ hasLabel: !this.#choice.hasLabel });
  }

  set(change: Pick<Partial<FindingChoice>, 'threshold' | 'opacity'>): void {
    this.#change(change);
  }

  /** Shows a run's attention, or none; without a run the one that was shown last, or the first. */
  toggleAttention(run?: string): void {
    const wanted = run ?? this.#choice.attention ?? this.#last ?? this.#findings.findings[0]?.run ?? null;
    this.#showAttention(wanted === this.#choice.attention ? null : wanted);
  }

  /** Shows the next run's attention, after the last the first. */
  nextAttention(): void {
    const runs = this.#findings.findings.map(({ run }) => run);
    const at = this.#choice.attention === null ? -1 : runs.indexOf(this.#choice.attention);
    this.#showAttention(runs[(at + 1) % Math.max(1, runs.length)] ?? null);
  }

  /** Asks once more, as after weights came back. */
  askAgain(): void {
    this.#attention = null;
    this.#follow();
  }

  heard(words: string): void {
    if (this.#attention?.status !== 'asked') return;
    this.#attention = { ...this.#attention, words };
    this.#tell();
  }

  say(sentence: string): void {
    this.#sentence = sentence;
    this.#tell();
  }

  #has(run: string): boolean {
    return this.#findings.findings.some((finding) => finding.run === run);
  }

  #showAttention(run: string | null): void {
    if (run !== null) this.#last = run;
    this.#change({ attention: run });
    this.#follow();
  }

  /** The map becomes that of the chosen run. */
  #follow(): void {
    const { attention: run } = this.#choice;
    if (run === null || !this.#has(run)) {
      if (this.#attention?.status === 'asked') this.#world.stop();
      this.#asked += 1;
      this.#attention = null;
      this.#tell();
    } else if (this.#attention?.run !== run) void this.#ask(run);
  }

  async #ask(run: string): Promise<void> {
    this.#asked += 1;
    const own = this.#asked;
    this.#attention = { run, status: 'asked', words: '' };
    this.#tell();
    const found = await this.#answer(run);
    if (own !== this.#asked) return;
    this.#attention = found;
    if (found === null) this.#change({ attention: null });
    else this.#tell();
  }

  async #answer(run: string): Promise<AttentionState | null> {
    try {
      const map = await this.#world.ask(run);
      return map === null ? null : { run, status: 'here', map };
    } catch (error) {
      return { run, status: 'failed', sentence: error instanceof Error ? error.message : String(error) };
    }
  }

  #change(change: Partial<FindingChoice>): void {
    this.#choice = { ...this.#choice, ...change };
    const { project, image, runs, images } = this.#findings;
    this.#world.keep({ place: { project, image, runs, images }, choice: this.#choice });
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
