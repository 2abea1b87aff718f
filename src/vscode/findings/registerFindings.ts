import * as vscode from 'vscode';
import { isRunName } from '../../core/experiment/runName';
import { UserError } from '../../core/userError';
import type { FindingsPlace } from '../../protocol/findings';
import { describeFailure, registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import type { ImagePage } from '../imagePage';
import type { Services } from '../services';
import type { FindingsPanel } from './findingsPanel';

const viewType = 'radsteps.findings';

/** More runs than this can't be told apart on a picture. */
const mostRuns = 20;

/** Arguments of `radsteps.findings.show`; what is missing is asked. `images` is the list through which one goes on; `beside` leaves the page in front where it is. */
export type WantedFindings = {
  readonly image?: string;
  readonly runs?: readonly string[];
  readonly images?: readonly string[];
  readonly beside?: boolean;
};

/** The one panel of the window; another image takes its place. */
type Window = {
  readonly services: Services;
  readonly page: ImagePage;
  open: { readonly panel: FindingsPanel; readonly column: vscode.WebviewPanel } | null;
};

/** Registers "Show Predictions of Runs": an image with its label, what runs say of it and where they looked, and the page's return after a reload. */
export function registerFindings(services: Services, page: ImagePage): vscode.Disposable {
  const all = new Disposables();
  const window: Window = { services, page, open: null };
  all.add(
    registerFailableCommand(services.log, 'radsteps.findings.show', 'show the predictions', (wanted?: WantedFindings | vscode.Uri) =>
      show(window, wanted),
    ),
  );
  all.add(
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: async (panel, state: unknown) => {
        const place = placeOf(state);
        if (place === null || window.open !== null) panel.dispose();
        else await restore(window, panel, place);
      },
    }),
  );
  return all;
}

async function show(window: Window, wanted: WantedFindings | vscode.Uri | undefined): Promise<void> {
  const project = window.services.project.require();
  const asked = await askPlace(window, project, wanted);
  if (asked === null) return;
  const { image, runs } = asked;
  if (runs.length > mostRuns)
    throw new UserError(`${runs.length} runs are chosen: ${mostRuns} can be told apart on an image at most; choose fewer.`);
  const { findImage, missingSentence } = await import('./imageOfPlace');
  const found = await findImage(project, image);
  if (found === null) throw new UserError(missingSentence(image));
  const isBeside = wanted !== undefined && !(wanted instanceof vscode.Uri) && wanted.beside === true;
  const column = isBeside ? vscode.ViewColumn.Beside : undefined;
  if (window.open?.panel.project === project) return window.open.panel.show(asked, found, column);
  window.open?.column.dispose();
  const panel = vscode.window.createWebviewPanel(viewType, `${image} (predictions)`, column ?? vscode.ViewColumn.Active);
  await fill(window, panel, asked, found);
}

async function askPlace(
  { services }: Window,
  project: string,
  wanted: WantedFindings | vscode.Uri | undefined,
): Promise<FindingsPlace | null> {
  const { askImage, askRuns, imageOfUri } = await import('./askFindings');
  const given: WantedFindings = wanted instanceof vscode.Uri ? withImage(await imageOfUri(project, wanted)) : (wanted ?? {});
  const image = given.image ?? given.images?.[0] ?? (await askImage(project));
  if (image === undefined) return null;
  const runs = given.runs ?? (await askRuns(services, project, image));
  if (runs === undefined) return null;
  const images = given.images?.includes(image) === true ? given.images : [image];
  return { project, image, runs: [...new Set(runs)], images };
}

const withImage = (image: string | undefined): WantedFindings => (image === undefined ? {} : { image });

async function fill(
  window: Window,
  panel: vscode.WebviewPanel,
  place: FindingsPlace,
  found: Parameters<FindingsPanel['start']>[1],
): Promise<void> {
  const { FindingsPanel } = await import('./findingsPanel');
  const filled = new FindingsPanel(window.services, panel, place, found);
  const open = { panel: filled, column: panel };
  window.open = open;
  panel.onDidDispose(() => {
    if (window.open === open) window.open = null;
  });
  await filled.start(window.page, found);
}

async function restore(window: Window, panel: vscode.WebviewPanel, place: FindingsPlace): Promise<void> {
  try {
    const { findImage } = await import('./imageOfPlace');
    const found = await findImage(place.project, place.image);
    if (found === null) (await import('./showMissing')).showMissing(panel, place.image);
    else await fill(window, panel, place, found);
  } catch (error) {
    describeFailure(window.services.log, 'show the predictions again', error);
    panel.dispose();
  }
}

const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((text) => typeof text === 'string');

/** What a page kept of its place; null where it is none of ours. */
function placeOf(state: unknown): FindingsPlace | null {
  const kept = typeof state === 'object' && state !== null && 'findings' in state ? state.findings : null;
  if (typeof kept !== 'object' || kept === null || !('place' in kept)) return null;
  const { project, image, runs, images } = (kept.place ?? {}) as Readonly<Record<string, unknown>>;
  const isWhole = typeof project === 'string' && typeof image === 'string' && isTexts(runs) && isTexts(images);
  return isWhole && runs.every(isRunName) ? { project, image, runs, images } : null;
}
