import { join } from 'node:path';
import * as vscode from 'vscode';

/** A wish for synthetic films: the folder they go to (made when missing), how many, and the seed. */
export type Films = { readonly folder: string; readonly count: number; readonly seed: number };

const mostFilms = 20_000;

const countProblem = (text: string): string | undefined =>
  /^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= mostFilms ? undefined : `A whole number from 1 to ${mostFilms}.`;

/** Asks what `given` leaves open; undefined when the user turned away. */
export async function askFilms(given: Partial<Films>): Promise<Films | undefined> {
  if (given.folder !== undefined) return { folder: given.folder, count: given.count ?? 600, seed: given.seed ?? 1 };
  const count = await vscode.window.showInputBox({
    title: 'Generate Demo Films (1/2): How many',
    prompt: 'Synthetic hand films with known bone ages; 600 take about 300 MB.',
    value: '600',
    validateInput: countProblem,
  });
  if (count === undefined) return undefined;
  const picked = await vscode.window.showOpenDialog({
    title: 'Generate Demo Films (2/2): folder in which "demo-films" is made, outside the project',
    openLabel: 'Make Them Here',
    canSelectFolders: true,
    canSelectFiles: false,
  });
  const parent = picked?.[0]?.fsPath;
  return parent === undefined ? undefined : { folder: join(parent, 'demo-films'), count: Number(count), seed: given.seed ?? 1 };
}
