import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import { hasOneFrame } from '../../node/series/hasOneFrame';
import type { ImageInstance } from '../../node/series/imageFiles';
import type { LabelEditorPage } from '../../protocol/labelledViewer';
import type { WorkView } from '../../protocol/labelWork';
import { describeFailure } from '../command';
import { Disposables } from '../disposables';
import type { ImageToShow, LabelAnnouncer, PageCompanion } from '../imagePage';
import { labelCompanion } from './labelCompanion';
import type { LabelContext } from './labelContext';
import type { LabelDocument } from './labelDocument';
import { lockOf } from './labelLock';
import { makeDraft, makeFinal } from './labelStatus';
import type { WorkDocument } from './workDocument';
import type { WorkViewReader } from './workView';

/** What one editor shows: a label that stays, or the one that a work list is at. */
export type LabelHolder = {
  readonly uri: vscode.Uri;
  readonly label: () => LabelDocument;
  readonly files: () => readonly ImageInstance[];
  readonly work: WorkDocument | null;
};

/** The image of a label as a page shows it: one file of one frame is all of it; throws UserError where its files are not known here. */
export async function imageToShow(image: string, files: readonly ImageInstance[]): Promise<ImageToShow> {
  const [first] = files;
  if (first === undefined)
    throw new UserError(
      `The files of ${image} are not known on this machine: import the folder in which they lie, then open the label again.`,
    );
  return { file: vscode.Uri.file(first.file), image, isWhole: files.length === 1 && (await hasOneFrame(first.file)) };
}

/** Connects the page of an editor with the label that it shows, and with what stands around that. */
export function editorCompanion(
  context: LabelContext,
  holder: LabelHolder,
  reader: WorkViewReader,
  folders: readonly vscode.Uri[],
): PageCompanion & { readonly disposable: vscode.Disposable } {
  const all = new Disposables();
  const { work } = holder;
  let page: LabelAnnouncer | null = null;
  let showing: Promise<void> = Promise.resolve();
  let inner = begin();
  function begin() {
    const files = holder.files();
    return labelCompanion(holder.label(), new Map(files.length < 2 ? [] : files.map(({ file, instance }) => [file, instance])));
  }
  const session = async () => {
    const own = await inner.handlers.openLabel();
    return { ...own, locked: own.locked ?? work?.lock ?? null };
  };
  const view = (): Promise<WorkView> => reader.read(holder.label().place, work?.place ?? null, (file) => page?.address(file) ?? '');
  // Of answers that overtake one another the last counts.
  let last = 0;
  const tellWork = async (): Promise<void> => {
    last += 1;
    const own = last;
    const around = await view();
    if (own === last) page?.work(around);
  };
  const prepareNext = async (): Promise<void> => {
    const next = await work?.next();
    if (next !== undefined && next !== null) await page?.prepare(await imageToShow(next.image, next.files));
  };
  const show = async (): Promise<void> => {
    inner.disposable.dispose();
    inner = begin();
    if (page === null) return;
    inner.connect(page);
    last += 1;
    // All is read before anything is told, so that picture and label change together.
    const image = imageToShow(holder.label().place.image, holder.files());
    const [label, around, shown] = await Promise.all([session(), view(), image]);
    await page.show(shown);
    page.reset(label);
    page.work(around);
    attempt(prepareNext());
  };
  const refresh = async (): Promise<void> => {
    if (page === null) return;
    page.reset(await session());
    await tellWork();
  };
  const attempt = (doing: Promise<unknown>): void => {
    doing.catch((error: unknown) => describeFailure(context.services.log, 'tell the page of its label', error));
  };
  const handlers: PageCompanion['handlers'] = {
    openLabel: session,
    openWork: async () => {
      attempt(prepareNext());
      return view();
    },
    edit: (step) => {
      const label = holder.label();
      if (step.image !== undefined && step.image !== label.place.image) throw new UserError('Another image is shown by now.');
      if (label.guard !== null) throw new UserError(label.guard);
      if (work !== null && work.lock !== null) throw new UserError(work.lock);
      return inner.handlers.edit(step);
    },
    answerNote: (answer) => inner.handlers.answerNote(answer),
    goOn: async (way) => {
      if (work === null) throw new UserError('This editor shows one label only: "RadSteps: Label Images..." begins a list.');
      await work.goOn(way);
      await showing;
      // It is saved already: this tells VS Code so.
      void vscode.workspace.save(holder.uri);
    },
    setStatus: async (status) => {
      const lock = (await lockOf(holder.label())) ?? work?.lock ?? null;
      if (lock !== null) throw new UserError(lock);
      if (status === 'draft') return makeDraft(holder.label());
      await makeFinal(holder.label());
      return true;
    },
    worked: (ms) => holder.label().work(ms),
    setFinalAtOnce: async (isOn) => work?.setFinalAtOnce(isOn),
    signOff: () => void vscode.commands.executeCommand('radsteps.labels.signOff'),
  };
  const key = holder.uri.toString();
  context.pages.set(key, { command: (command: LabelEditorPage['events']['workCommand']) => page?.command(command) });
  all.add({ dispose: () => context.pages.delete(key) });
  all.add({ dispose: () => inner.disposable.dispose() });
  all.add(
    context.refreshed.event(() => {
      reader.forget();
      attempt(refresh());
    }),
  );
  if (work !== null) {
    all.add(
      work.onDidShow(() => {
        showing = showing.catch(() => undefined).then(show);
        attempt(showing);
      }),
    );
    all.add(work.onDidPlace(() => attempt(tellWork())));
  }
  const connect = (announcer: LabelAnnouncer): void => {
    page = announcer;
    inner.connect(announcer);
  };
  return { handlers, connect, instanceOf: (file) => inner.instanceOf(file), folders, disposable: all };
}
