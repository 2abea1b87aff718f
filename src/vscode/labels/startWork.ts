import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Part } from '../../core/dataset/split';
import type { ImageState } from '../../core/label/labelProgress';
import { formatWorkList, parseWorkList, type WorkList } from '../../core/label/workListText';
import { workListFile } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { readIfThere } from '../../node/dataset/readIfThere';
import { writeBeside } from '../../node/files/writeBeside';
import { readLocal } from '../../node/project/local';
import { runWithProgress } from '../cliProgress';
import type { Services } from '../services';
import { requireTrust } from '../trust';

/** Arguments of `radsteps.labels.startWork`; what is given is not asked. */
export type WorkArguments = {
  readonly order?: 'index' | 'random' | 'uncertainty';
  readonly run?: string;
  /** `resume` goes on with the list that is there. */
  readonly which?: 'all' | 'open' | 'resume';
  readonly part?: Part | 'any';
  readonly finalAtOnce?: boolean;
};

type Listed = { readonly reader: string; readonly images: readonly { readonly image: string; readonly state: ImageState }[] };

/** Asks which images are labelled in which order, and opens the first; throws UserError where none is left. */
export async function startWork(services: Services, given: WorkArguments, viewType: string): Promise<void> {
  requireTrust('Labelling');
  const root = services.project.require();
  const { reader: here } = await readLocal(root);
  const which = given.which ?? (await askWhich(root, here));
  if (which === undefined) return;
  if (which === 'resume') return openList(vscode.Uri.file(join(root, workListFile(here))), viewType);
  const wish = await askWish(services, which, given);
  if (wish === undefined) return;
  const { words, args } = wish;
  const { images, reader } = (await runWithProgress(
    services.cli,
    'RadSteps: making the work list',
    ['-C', root, 'labels', 'list', ...args],
    root,
  )) as Listed;
  const file = vscode.Uri.file(join(root, workListFile(reader)));
  // An open list must not be written under its editor.
  await closeList(file);
  const first = images[0]?.image ?? '';
  const list = { reader, words, images: images.map(({ image }) => image), at: first, finalAtOnce: given.finalAtOnce ?? false };
  await writeBeside(file.fsPath, formatWorkList(list));
  await openList(file, viewType);
}

async function openList(file: vscode.Uri, viewType: string): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', file, viewType, { preview: false });
}

async function closeList(file: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const open = tabs.filter(({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === file.toString());
  for (const { isDirty } of open) if (isDirty) await vscode.workspace.save(file);
  if (open.length > 0) await vscode.window.tabGroups.close(open);
}

type Wish = { readonly words: string; readonly args: readonly string[] };

async function askWish(services: Services, which: 'all' | 'open', given: WorkArguments): Promise<Wish | undefined> {
  const part = given.part ?? (await askPart());
  if (part === undefined) return undefined;
  const order = given.order ?? (await askOrder());
  if (order === undefined) return undefined;
  const run = order === 'uncertainty' ? (given.run ?? (await askRun(services))) : null;
  if (run === undefined) return undefined;
  const chosen = [which === 'all' ? 'all images' : 'images without a final label', ...(part === 'any' ? [] : [`${part} part`])].join(', ');
  return {
    words: `${chosen}, ${orderWords[order]}`,
    args: [
      '--order',
      order,
      ...(which === 'all' ? ['--all'] : []),
      ...(part === 'any' ? [] : ['--part', part]),
      ...(run === null ? [] : ['--run', run]),
    ],
  };
}

const orderWords = { index: 'as in the index', random: 'at random', uncertainty: 'what a run is least sure of first' } as const;

const title = 'Label Images';

async function askWhich(root: string, reader: string): Promise<'all' | 'open' | 'resume' | undefined> {
  const list = await oldList(root, reader);
  const place = list === null ? '' : `${list.words}: ${list.images.indexOf(list.at) + 1} of ${list.images.length}`;
  const resume = { label: 'Go on where you left', detail: place, value: 'resume' } as const;
  const fresh = [
    { label: 'Unlabelled images and drafts', detail: `All images without a final label by ${reader}`, value: 'open' },
    { label: 'All images', detail: 'Also those with a final label', value: 'all' },
  ] as const;
  const items = list === null ? fresh : [resume, ...fresh];
  return (await vscode.window.showQuickPick(items, { title: `${title} (1/3)`, placeHolder: `Which images does ${reader} label?` }))?.value;
}

/** The list that the reader has begun; null where there is none that can be read. */
async function oldList(root: string, reader: string): Promise<WorkList | null> {
  const text = await readIfThere(join(root, workListFile(reader)));
  try {
    return text === null ? null : parseWorkList(text);
  } catch {
    return null;
  }
}

async function askPart(): Promise<Part | 'any' | undefined> {
  const items = [
    { label: 'The whole dataset', value: 'any' },
    { label: 'Training part', value: 'train' },
    { label: 'Tuning part', value: 'tuning' },
    { label: 'Test part', value: 'test' },
  ] as const;
  return (await vscode.window.showQuickPick(items, { title: `${title} (2/3)`, placeHolder: 'Of which part of the split?' }))?.value;
}

async function askOrder(): Promise<'index' | 'random' | 'uncertainty' | undefined> {
  const items = [
    {
      label: 'At random',
      detail: 'The same order every time, another one for every reader: nobody tires on the same images',
      value: 'random',
    },
    { label: 'As in the index', value: 'index' },
    { label: 'What a run is least sure of first', detail: "By a run's predictions of categories, boxes or masks", value: 'uncertainty' },
  ] as const;
  return (await vscode.window.showQuickPick(items, { title: `${title} (3/3)`, placeHolder: 'In which order?' }))?.value;
}

/** Asks for a run that has ended; undefined where the user goes away. */
export async function askRun({ runs }: Services, placeHolder = 'Whose uncertainty gives the order?'): Promise<string | undefined> {
  await runs.refresh();
  const ended = runs.listings.filter(({ state }) => state === 'finished' || state === 'stopped');
  if (ended.length === 0) throw new UserError('No run has predictions yet: "RadSteps: Train..." makes the first one.');
  const items = ended.map(({ run, state }) => ({ label: run, description: state }));
  return (await vscode.window.showQuickPick(items, { title: 'Run', placeHolder }))?.label;
}
