import { join } from 'node:path';
import * as vscode from 'vscode';
import { type FilmRegion, filmRegionNames } from '../../core/film/filmField';
import { type FilmTemplate, filmTemplates } from '../../core/film/filmTemplates';

/** A wish for synthetic films: the template they are for, the folder they go to (made when missing), how many, and the seed. */
export type Films = {
  readonly template: FilmTemplate;
  readonly region?: FilmRegion;
  readonly folder: string;
  readonly count: number;
  readonly seed: number;
};

/** The template of a project that has demo films, and its region where they are drawn of it. */
export async function filmsOfProject(root: string | null): Promise<Pick<Partial<Films>, 'template' | 'region'>> {
  if (root === null) return {};
  const { readProject } = await import('../../node/project/readProject');
  const { template, region } = await readProject(root);
  const drawn = filmTemplates.find((name) => name === template);
  const shown = filmRegionNames.find((name) => name === (region === 'lower-leg' ? 'leg' : region));
  return { ...(drawn === undefined ? {} : { template: drawn }), ...(shown === undefined ? {} : { region: shown }) };
}

async function askTemplate(): Promise<FilmTemplate | undefined> {
  const items = [
    { label: 'Bone age', detail: 'Hand films with known bone ages', template: 'bone-age' as const },
    {
      label: 'Fractures',
      detail: 'Injured limbs with breaks, casts and metal, and a box and an outline for every break',
      template: 'fractures' as const,
    },
  ];
  return (await vscode.window.showQuickPick(items, { title: 'Generate Demo Films: What for' }))?.template;
}

const mostFilms = 9999;

const countProblem = (text: string): string | undefined =>
  /^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= mostFilms ? undefined : `A whole number from 1 to ${mostFilms}.`;

/** Asks what `given` leaves open; undefined when the user turned away. */
export async function askFilms(given: Partial<Films>): Promise<Films | undefined> {
  // A caller that names the folder is a program: nothing more is asked.
  if (given.folder !== undefined) return { template: 'bone-age', count: 600, seed: 1, ...given, folder: given.folder };
  const template = given.template ?? (await askTemplate());
  if (template === undefined) return undefined;
  const count = await vscode.window.showInputBox({
    title: 'Generate Demo Films (1/2): How many',
    prompt: `Synthetic ${template === 'bone-age' ? 'hand films with known bone ages' : 'films of injured limbs with known breaks'}; 600 take about 300 MB.`,
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
  return parent === undefined ? undefined : { seed: 1, ...given, template, folder: join(parent, 'demo-films'), count: Number(count) };
}
