import { cpus, totalmem } from 'node:os';
import type { CardLoads, MachineSample, TreeLoad } from '../../core/machine/machineSample';
import type { ProcessCount } from '../../core/machine/parseProcesses';
import { availableMemory } from '../process/availableMemory';
import { askCards } from './askCards';
import { type CountTree, treeCounter } from './countProcesses';

/** Milliseconds that all processors together have worked, and have had. */
type CpuClock = { readonly busy: number; readonly all: number; readonly cores: number };

/** Where a sampler looks; all of it is this machine unless a test says otherwise. */
export type SamplerSources = {
  readonly clock: () => CpuClock;
  /** Milliseconds. */
  readonly now: () => number;
  readonly countTree: CountTree;
  readonly askCards: () => Promise<CardLoads>;
  readonly memory: () => { readonly used: number; readonly total: number };
};

function cpuClock(): CpuClock {
  const all = cpus();
  const sum = (of: (times: (typeof all)[number]['times']) => number) => all.reduce((total, { times }) => total + of(times), 0);
  const idle = sum(({ idle: own }) => own);
  const whole = sum(({ user, nice, sys, irq, idle: own }) => user + nice + sys + irq + own);
  return { busy: whole - idle, all: whole, cores: all.length };
}

const memoryNow = () => ({ used: totalmem() - Math.min(totalmem(), availableMemory().bytes), total: totalmem() });

const thisMachine = (): SamplerSources => ({
  clock: cpuClock,
  now: () => performance.now(),
  countTree: treeCounter(process.platform),
  askCards,
  memory: memoryNow,
});

type TreeLook = { readonly at: number; readonly seconds: ReadonlyMap<number, number> };

/** After a card could not be asked, it is asked again this much later; a program that answers slowly must not pile up. */
const failedRestMs = 30_000;

/** Tells at each look what the machine and some process trees took since the look before; holds no timer of its own. */
export class MachineSampler {
  readonly #sources: SamplerSources;
  readonly #trees = new Map<string, TreeLook>();
  #clock: CpuClock | null = null;
  #cards: CardLoads = 'unknown';
  #asking = false;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(sources: SamplerSources = thisMachine()) {
    this.#sources = sources;
  }

  /** Looks at the machine and at these process trees (name to process number); `withCards` may start nvidia-smi, whose answer is in a later sample. */
  async sample(trees: Readonly<Record<string, number>>, withCards: boolean): Promise<MachineSample> {
    if (withCards) void this.#askCards();
    const entries = await Promise.all(Object.entries(trees).map(async ([name, pid]) => [name, await this.#lookAt(name, pid)] as const));
    for (const name of this.#trees.keys()) if (!Object.hasOwn(trees, name)) this.#trees.delete(name);
    const clock = this.#sources.clock();
    const before = this.#clock;
    this.#clock = clock;
    const passed = before === null ? 0 : clock.all - before.all;
    const { used, total } = this.#sources.memory();
    return {
      cores: clock.cores,
      coresInUse: before === null || passed <= 0 ? null : (clock.cores * (clock.busy - before.busy)) / passed,
      memoryUsed: used,
      memoryTotal: total,
      trees: Object.fromEntries(entries),
      cards: this.#cards,
    };
  }

  async #lookAt(name: string, pid: number): Promise<TreeLoad | null> {
    const found = await this.#sources.countTree(pid);
    if (found === null || found.length === 0) return null;
    const at = this.#sources.now();
    const before = this.#trees.get(name);
    this.#trees.set(name, { at, seconds: new Map(found.map((each) => [each.pid, each.seconds])) });
    const memory = found.reduce((sum, each) => sum + each.memory, 0);
    return { cores: before === undefined ? null : coresSince(before, at, found), memory, processes: found.length };
  }

  async #askCards(): Promise<void> {
    // None is for good: nobody plugs a card in while a page is open.
    if (this.#asking || this.#cards === 'none') return;
    const hasFailed = typeof this.#cards === 'object' && 'failure' in this.#cards;
    if (hasFailed && this.#sources.now() - this.#askedAt < failedRestMs) return;
    this.#asking = true;
    this.#askedAt = this.#sources.now();
    this.#cards = await this.#sources.askCards();
    this.#asking = false;
  }
}

/** Only what is in both looks, or began between them, counts: a child that ended takes its seconds with it. */
function coresSince({ at: then, seconds }: TreeLook, at: number, found: readonly ProcessCount[]): number | null {
  if (at <= then) return null;
  const spent = found.reduce((sum, each) => sum + Math.max(0, each.seconds - (seconds.get(each.pid) ?? 0)), 0);
  return (1000 * spent) / (at - then);
}
