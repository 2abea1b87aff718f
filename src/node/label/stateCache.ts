import { join } from 'node:path';
import type { LabelFacts } from '../../core/label/imageLabelState';
import { layout } from '../../core/project/layout';
import { readIfThere } from '../dataset/readIfThere';
import { writeBeside } from '../files/writeBeside';
import type { ComparedLabels } from './imageStates';
import type { ReadLabel } from './labelReader';

/** What states were found from the last time: the facts of every label file by path, and the comparisons by image. Labels' contents are not in it. */
export type StateCache = { readonly files: Map<string, ReadLabel>; readonly compared: Map<string, ComparedLabels> };

/** Changes when what is kept means something else. */
const version = 1;

type Kept = {
  readonly version: number;
  readonly files: Readonly<Record<string, LabelFacts & { readonly stamp: string }>>;
  readonly compared: Readonly<Record<string, ComparedLabels>>;
};

/** The cache of this machine; empty where there is none, or it can't be used. */
export async function readStateCache(root: string): Promise<StateCache> {
  const kept = parseKept(await readIfThere(join(root, layout.labelStates)).catch(() => null));
  const files = Object.entries(kept?.files ?? {}).map(([file, facts]): [string, ReadLabel] => [
    file,
    { label: { ...facts, categories: {}, marks: 0 }, problem: '' },
  ]);
  return { files: new Map(files), compared: new Map(Object.entries(kept?.compared ?? {})) };
}

function parseKept(text: string | null): Kept | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    const isOurs = typeof value === 'object' && value !== null && 'version' in value && value.version === version;
    return isOurs ? (value as Kept) : null;
  } catch {
    return null;
  }
}

/** Keeps what was found; a disk that can't take it costs only time later. */
export async function writeStateCache(root: string, { files, compared }: StateCache): Promise<void> {
  const facts = [...files].map(([file, { label }]) => {
    const { reader, status, stamp, signedOff, conflicts } = label;
    return [file, { reader, status, stamp, signedOff, conflicts }] as const;
  });
  const kept = { version, files: Object.fromEntries(facts), compared: Object.fromEntries(compared) };
  await writeBeside(join(root, layout.labelStates), JSON.stringify(kept), { flush: false }).catch(() => undefined);
}
