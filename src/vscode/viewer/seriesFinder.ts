import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { layout } from '../../core/project/layout';
import type { SeriesListing } from '../../core/series/listSeries';
import type { FoundSeries } from '../../node/series/findSeries';
import { runWithProgress } from '../cliProgress';
import type { Services } from '../services';
import type { SeriesFound } from './seriesContent';
import type { ContentFile } from './viewerContent';

/** A folder's or an image's series as they were found, or are being found. */
type Entry = { readonly stamp: string; readonly found: Promise<SeriesFound>; readonly controller: AbortController; waiting: number };

/** Folders and images whose series are remembered, at most. */
const mostEntries = 16;

/** Finds series by a process of its own, one a folder or image at a time, and remembers them until the folder changes. */
export class SeriesFinder implements vscode.Disposable {
  readonly #services: Services;
  readonly #entries = new Map<string, Entry>();

  constructor(services: Services) {
    this.#services = services;
  }

  /** The series of the folder in which a file lies, or of the image to which it belongs; the process ends when nobody waits for it any more. */
  async find(file: string, signal: AbortSignal): Promise<SeriesFound> {
    const key = await this.#keyOf(file);
    const stamp = await this.#stamp(dirname(file));
    const found = await this.#wait(this.#entry(key, file, stamp), signal);
    // Of a folder with too many files, what is remembered may be another part of it.
    if (found.notes.length === 0 || holds(found, file)) return found;
    return this.#wait(this.#entry(`${key} around ${file}`, file, stamp), signal);
  }

  async #wait(entry: Entry, signal: AbortSignal): Promise<SeriesFound> {
    signal.throwIfAborted();
    entry.waiting += 1;
    const leave = () => {
      entry.waiting -= 1;
      if (entry.waiting === 0) entry.controller.abort();
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await entry.found;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** Looks anew next time: a file was written over, which its folder doesn't tell. */
  async forget(file: string): Promise<void> {
    this.#entries.delete(await this.#keyOf(file));
  }

  /** All series of a folder with the folders in it, or of a DICOMDIR, behind a notification with progress. */
  async list(path: string): Promise<SeriesFound> {
    const { cli, context } = this.#services;
    return fromDisk((await runWithProgress(cli, 'RadSteps: looking for series', ['series', path], context.extensionPath)) as FoundSeries);
  }

  dispose(): void {
    for (const { controller } of this.#entries.values()) controller.abort();
    this.#entries.clear();
  }

  /** Files of one image of the project share what is found, others those of their folder. */
  async #keyOf(file: string): Promise<string> {
    const { current } = this.#services.project;
    if (current === null) return dirname(file);
    const { imageOfFile } = await import('../../node/series/imageFiles');
    const own = await imageOfFile(current, file);
    return own === null ? dirname(file) : `image ${own.image} of ${current}`;
  }

  #entry(key: string, file: string, stamp: string): Entry {
    const known = this.#entries.get(key);
    this.#entries.delete(key);
    const entry = known?.stamp === stamp && !known.controller.signal.aborted ? known : this.#begin(key, file, stamp);
    this.#entries.set(key, entry);
    for (const oldest of [...this.#entries.keys()].slice(0, -mostEntries)) this.#entries.delete(oldest);
    return entry;
  }

  #begin(key: string, file: string, stamp: string): Entry {
    const { cli, context, project } = this.#services;
    const controller = new AbortController();
    const place = project.current === null ? [] : ['-C', project.current];
    // Never in the user's folder: where that is not trusted, a program in it must not be found.
    const found = cli([...place, 'series', file], { cwd: context.extensionPath, signal: controller.signal }).then((result) =>
      fromDisk(result as FoundSeries),
    );
    found.catch(() => this.#entries.delete(key));
    return { stamp, found, controller, waiting: 0 };
  }

  async #stamp(folder: string): Promise<string> {
    const { current } = this.#services.project;
    const modified = async (path: string): Promise<number> => (await stat(path).catch(() => null))?.mtimeMs ?? 0;
    const paths = current === null ? 0 : await modified(join(current, layout.paths));
    return `${await modified(folder)} ${paths}`;
  }
}

const holds = ({ series }: SeriesFound, file: string): boolean => series.some(({ files }) => files.some(({ uri }) => uri.fsPath === file));

function fromDisk({ image, series, unreadable, notes }: FoundSeries): SeriesFound {
  const files = (listing: FoundSeries['series'][number]): SeriesListing<ContentFile> => ({
    ...listing,
    files: listing.files.map(({ file, bytes, modified }) => ({ uri: vscode.Uri.file(file), bytes, modified })),
  });
  return { image, series: series.map(files), unreadable: unreadable.length, notes };
}
