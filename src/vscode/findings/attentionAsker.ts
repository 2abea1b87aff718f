import type { AttentionMap } from '../../core/experiment/attentionMap';
import { parseAttention } from '../../core/experiment/parseAttention';
import type { Progress } from '../../core/progress';
import type { Cli } from '../cli';

/** Maps that are remembered: some kilobytes each. */
const mostKnown = 200;

/** Has maps of attention computed by processes of the command line, one at a time: the last question counts. */
export class AttentionAsker {
  readonly #cli: Cli;
  readonly #project: string;
  readonly #tell: (progress: Progress) => void;
  readonly #known = new Map<string, AttentionMap>();
  #asking: AbortController | null = null;

  /** `tell` hears how far it is. */
  constructor(cli: Cli, project: string, tell: (progress: Progress) => void) {
    [this.#cli, this.#project, this.#tell] = [cli, project, tell];
  }

  /** Null where it was stopped; throws UserError where there is no map, such as without the run's weights. */
  async ask(run: string, image: string): Promise<AttentionMap | null> {
    this.stop();
    const key = `${run}\n${image}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const map = parseAttention(await this.#compute(run, image, asking.signal), run, image);
      this.#remember(key, map);
      return asking.signal.aborted ? null : map;
    } catch (error) {
      if (asking.signal.aborted) return null;
      throw error;
    } finally {
      if (this.#asking === asking) this.#asking = null;
    }
  }

  stop(): void {
    this.#asking?.abort();
    this.#asking = null;
  }

  /** Forgets the maps of runs that have changed. */
  forget(runs: ReadonlySet<string>): void {
    for (const key of this.#known.keys()) if (runs.has(key.split('\n')[0] ?? '')) this.#known.delete(key);
  }

  #compute(run: string, image: string, signal: AbortSignal): Promise<unknown> {
    return this.#cli(['-C', this.#project, 'attention', run, image], {
      cwd: this.#project,
      signal,
      onEvent: (event) => {
        if (event.event === 'progress' && !signal.aborted) this.#tell(event);
      },
    });
  }

  #remember(key: string, map: AttentionMap): void {
    this.#known.set(key, map);
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKnown && oldest !== undefined) this.#known.delete(oldest);
  }
}
