import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import { imageOfFile } from '../../node/series/imageFiles';
import { labelPathOf } from '../labelPathOf';
import type { Services } from '../services';

/** Runs that are asked whether they predicted an image, newest first: each is a table to be read. */
const mostAsked = 300;

/** The image of the viewer in front, else of one that is asked for; undefined where the user turned away. */
export async function askImage(project: string): Promise<string | undefined> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const front = input instanceof vscode.TabInputCustom ? await imageOfUri(project, input.uri) : undefined;
  if (front !== undefined) return front;
  const { readImages } = await import('../../node/dataset/readDataset');
  const items = (await readImages(project)).map(({ image, modality, view }) => ({
    label: image,
    description: [modality, view].filter(Boolean).join(' '),
  }));
  return (await vscode.window.showQuickPick(items, { title: 'Show Predictions of Runs', placeHolder: 'Of which image?' }))?.label;
}

/** The image of the project to which a file belongs, or a label's file. */
export async function imageOfUri(project: string, uri: vscode.Uri): Promise<string | undefined> {
  if (uri.scheme !== 'file') return undefined;
  return labelPathOf(project, uri.fsPath)?.image ?? (await imageOfFile(project, uri.fsPath))?.image;
}

type Item = vscode.QuickPickItem & { readonly run?: string };

/** Asks for runs, those first that predicted the image; undefined where the user turned away. */
export async function askRuns({ runs }: Services, project: string, image: string): Promise<readonly string[] | undefined> {
  await runs.refresh();
  const ended = runs.listings.filter(({ state }) => state === 'finished' || state === 'stopped').slice(0, mostAsked);
  if (ended.length === 0) throw new UserError('No run has predictions yet: "RadSteps: Train..." makes the first one.');
  const { runsThatPredicted } = await import('../../node/run/openPredictions');
  const known = new Set(
    await runsThatPredicted(
      project,
      ended.map(({ run }) => run),
      image,
    ),
  );
  const item = ({ run, experiment, metric }: (typeof ended)[number]): Item => {
    const best =
      metric === null ? '' : `${metric.name} ${Number(metric.value.toPrecision(3))}${metric.unit === '' ? '' : ` ${metric.unit}`}`;
    return { label: run, description: [experiment, best].filter(Boolean).join(', '), run, picked: known.size === 1 && known.has(run) };
  };
  const heading = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const [said, silent] = [ended.filter(({ run }) => known.has(run)), ended.filter(({ run }) => !known.has(run))];
  const items = [
    ...(said.length === 0 ? [] : [heading('Predicted this image'), ...said.map(item)]),
    ...(silent.length === 0 ? [] : [heading('Did not predict it: attention only'), ...silent.map(item)]),
  ];
  const placeHolder = `Which runs' predictions of ${image}?`;
  const chosen = await vscode.window.showQuickPick(items, { title: 'Show Predictions of Runs', placeHolder, canPickMany: true });
  const names = chosen?.flatMap(({ run }) => run ?? []) ?? [];
  return names.length === 0 ? undefined : names;
}
