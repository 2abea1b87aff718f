import { join } from 'node:path';
import * as vscode from 'vscode';
import { layout } from '../../core/project/layout';

/** Parts of a split that a column decides, as `radsteps split` takes them. */
export type HoldOut = { readonly test?: string; readonly tuning?: string };

type Choice = vscode.QuickPickItem & { readonly holdOut: HoldOut };

/** Asks whether a public data set's own test part is to be kept; asks nothing where the images have none, or are split already. Undefined when the user turned away. */
export async function askHoldOut(root: string): Promise<HoldOut | undefined> {
  const counts = (await isSplit(root)) ? new Map<string, number>() : await officialParts(root);
  const test = counts.get('test') ?? 0;
  if (test === 0) return {};
  const chosen = await vscode.window.showQuickPick(choices(test, counts.get('validation') ?? 0), {
    title: 'Split by Patient: the official parts',
    ignoreFocusOut: true,
  });
  return chosen?.holdOut;
}

function choices(test: number, validation: number): readonly Choice[] {
  const kept = { test: 'official_part=test' };
  const tuned = {
    label: 'Keep the official test and validation parts',
    detail: `Test: the ${test} official images; tuning: the ${validation} of the official validation; the rest trains`,
    holdOut: { ...kept, tuning: 'official_part=validation' },
  };
  return [
    {
      label: 'Keep the official test part',
      detail: `Test: the ${test} official images, so that results can be compared with published ones; the rest is split`,
      holdOut: kept,
    },
    ...(validation > 0 ? [tuned] : []),
    { label: 'Split all images', detail: "Results can't be compared with published ones", holdOut: {} },
  ];
}

async function isSplit(root: string): Promise<boolean> {
  const file = vscode.Uri.file(join(root, layout.splitLock));
  return vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}

async function officialParts(root: string): Promise<ReadonlyMap<string, number>> {
  const { readImageTable } = await import('../../node/dataset/imageTableFile');
  const { officialPart } = await import('../../core/dataset/heldParts');
  const counts = new Map<string, number>();
  for (const { extra } of (await readImageTable(root)).rows) {
    const part = extra[officialPart] ?? '';
    counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  return counts;
}
