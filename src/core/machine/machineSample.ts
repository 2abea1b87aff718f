/** What one process tree takes: processor cores in use (null before the second look) and bytes of memory. */
export type TreeLoad = { readonly cores: number | null; readonly memory: number; readonly processes: number };

/** One graphics card; `use` is a share (0..1), memory is in bytes, null where the card does not say. */
export type CardLoad = {
  readonly name: string;
  readonly use: number | null;
  readonly memoryUsed: number | null;
  readonly memoryTotal: number | null;
};

/** The NVIDIA cards of this machine: not looked for yet, none, why they could not be asked, or each one's load. */
export type CardLoads = 'unknown' | 'none' | { readonly failure: string } | { readonly cards: readonly CardLoad[] };

/** What a machine and some process trees on it take at a moment. */
export type MachineSample = {
  readonly cores: number;
  /** Cores in use by all that runs on the machine; null before the second look. */
  readonly coresInUse: number | null;
  /** Bytes. */
  readonly memoryUsed: number;
  readonly memoryTotal: number;
  /** By the name under which a tree was asked for; null where it is gone or this system does not say. */
  readonly trees: Readonly<Record<string, TreeLoad | null>>;
  readonly cards: CardLoads;
};
