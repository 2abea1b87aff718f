import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../../core/check/finding';
import type { LabelFacts } from '../../core/check/labelFindings';
import { layout } from '../../core/project/layout';
import { readIfThere } from '../dataset/readIfThere';
import { writeBeside } from '../files/writeBeside';

/** What was found in files that have not changed since: by path, with the stamp that tells whether they have. */
export type CheckCache = {
  readonly texts: Map<string, { readonly stamp: string; readonly findings: readonly Finding[] }>;
  readonly labels: Map<string, { readonly stamp: string; readonly facts: LabelFacts }>;
};

/** Changes with what the checks find. */
const version = 1;

type Kept = {
  readonly version: number;
  readonly protocol: string;
  readonly texts: Readonly<Record<string, { readonly stamp: string; readonly findings: readonly Finding[] }>>;
  readonly labels: Readonly<Record<string, { readonly stamp: string; readonly facts: LabelFacts }>>;
};

/** Reads this machine's cache; labels that were judged by another protocol (`protocol`, its hash) are forgotten. */
export async function readCheckCache(root: string, protocol: string): Promise<CheckCache> {
  const kept = parse(await readIfThere(join(root, layout.checks)).catch(() => null));
  return {
    texts: new Map(Object.entries(kept?.texts ?? {})),
    labels: new Map(kept?.protocol === protocol ? Object.entries(kept.labels) : []),
  };
}

function parse(text: string | null): Kept | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return typeof value === 'object' && value !== null && 'version' in value && value.version === version ? (value as Kept) : null;
  } catch {
    return null;
  }
}

/** Keeps what was found; a disk that can't take it costs only time later. */
export async function writeCheckCache(root: string, protocol: string, { texts, labels }: CheckCache): Promise<void> {
  const kept: Kept = { version, protocol, texts: Object.fromEntries(texts), labels: Object.fromEntries(labels) };
  await writeBeside(join(root, layout.checks), JSON.stringify(kept), { flush: false }).catch(() => undefined);
}

/** What changes with a file: time, size, inode; null where there is no file. `bytes` is its size. */
export async function stampOf(file: string): Promise<{ readonly stamp: string; readonly bytes: number } | null> {
  const info = await stat(file).catch(() => null);
  return info?.isFile() ? { stamp: `${info.mtimeMs} ${info.size} ${info.ino}`, bytes: info.size } : null;
}
