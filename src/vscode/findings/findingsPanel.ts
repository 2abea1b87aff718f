import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import { visibleLabels } from '../../node/label/visibleLabels';
import { readLocal } from '../../node/project/local';
import type { Handlers } from '../../protocol/channel';
import type { Findings, FindingsPage, FindingsPlace } from '../../protocol/findings';
import { progressText } from '../cliProgress';
import { describeFailure } from '../command';
import { Disposables } from '../disposables';
import type { ImagePage, LabelAnnouncer } from '../imagePage';
import type { Changes } from '../projectChanges';
import type { Services } from '../services';
import { requireTrust } from '../trust';
import { AttentionAsker } from './attentionAsker';
import { type FoundImage, stepTo } from './imageOfPlace';
import { FindingsReader } from './readFindings';

/** One panel with its page: the image that it shows, and what runs say of it. */
export class FindingsPanel implements vscode.Disposable {
  readonly #services: Services;
  readonly #panel: vscode.WebviewPanel;
  readonly #disposables = new Disposables();
  readonly #reader: FindingsReader;
  readonly #attention: AttentionAsker;
  #place: FindingsPlace;
  #files: FoundImage['files'];
  /** By path; none where the image is one file. */
  #instances: ReadonlyMap<string, string>;
  /** Sentences about the last step alone. */
  #notes: readonly string[] = [];
  #page: LabelAnnouncer | null = null;
  #stepping: Promise<void> = Promise.resolve();

  constructor(services: Services, panel: vscode.WebviewPanel, place: FindingsPlace, { files }: FoundImage) {
    [this.#services, this.#panel, this.#place, this.#files] = [services, panel, place, files];
    this.#instances = instancesOf(files);
    this.#reader = new FindingsReader(place.project, () => vscode.workspace.isTrusted);
    this.#attention = new AttentionAsker(services.cli, place.project, (progress) => this.#page?.attention(progressText(progress)));
    this.#disposables.add({ dispose: () => this.#attention.stop() });
    this.#disposables.add(services.changes.onDidChange((changes) => this.#hear(changes)));
    // A hidden page is gone, and nobody waits for its map.
    this.#disposables.add(panel.onDidChangeViewState(() => panel.visible || this.#attention.stop()));
    panel.onDidDispose(() => this.dispose());
  }

  get project(): string {
    return this.#place.project;
  }

  /** Fills the panel. */
  async start(page: ImagePage, { shown }: FoundImage): Promise<void> {
    this.#title();
    const icon = (theme: string) => vscode.Uri.joinPath(this.#services.context.extensionUri, 'media', `gallery-${theme}.svg`);
    this.#panel.iconPath = { light: icon('light'), dark: icon('dark') };
    await page.show(shown, this.#panel, {
      handlers: this.#handlers(),
      connect: (announcer) => {
        this.#page = announcer;
      },
      instanceOf: ({ fsPath }) => this.#instances.get(fsPath),
      folders: await rootFolders(this.project),
    });
  }

  /** Shows another image or other runs in the same page, and brings it to the front, in another column where one is named. */
  async show(place: FindingsPlace, found: FoundImage, column?: vscode.ViewColumn): Promise<void> {
    this.#panel.reveal(column);
    await this.#change(place, found, []);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #handlers(): Handlers<FindingsPage> {
    return {
      openFindings: () => this.#read(),
      stepFindings: (step) => this.#step(step),
      askAttention: (run) => this.#askAttention(run),
      stopAttention: () => this.#attention.stop(),
      labelImage: async () => {
        await vscode.commands.executeCommand('radsteps.labels.open', { image: this.#place.image });
      },
      openRun: async (run) => {
        await vscode.commands.executeCommand('radsteps.runPage.open', { run });
      },
    };
  }

  async #read(): Promise<Findings> {
    const [first] = this.#files;
    const seen = this.#files.length < 2 ? null : (first?.instance ?? null);
    const found = await this.#reader.read(this.#place, seen);
    return { ...found, notes: [...this.#notes, ...found.notes] };
  }

  /** Steps wait for one another, so that quick keys pass no image by. */
  #step(step: 1 | -1): Promise<void> {
    const stepped = this.#stepping.then(async () => {
      const { passed, ...found } = await stepTo(this.project, this.#place, step);
      const notes = passed.length === 0 ? [] : [`Passed over, since its files are not on this machine: ${passed.join(', ')}.`];
      await this.#change({ ...this.#place, image: found.shown.image }, found, notes);
    });
    this.#stepping = stepped.catch(() => undefined);
    return stepped;
  }

  async #change(place: FindingsPlace, found: FoundImage, notes: readonly string[]): Promise<void> {
    this.#attention.stop();
    [this.#place, this.#files, this.#notes] = [place, found.files, notes];
    this.#instances = instancesOf(found.files);
    this.#title();
    // Read before anything is told, so that picture and words change together.
    const findings = await this.#read();
    await this.#page?.show(found.shown);
    this.#page?.findings(findings);
  }

  async #askAttention(run: string): ReturnType<AttentionAsker['ask']> {
    requireTrust("Computing where a run's network looked");
    const { image, runs } = this.#place;
    if (!runs.includes(run)) throw new UserError(`Run ${run} is not shown here.`);
    const { maySeePredictions } = await visibleLabels(this.project, image);
    if (!maySeePredictions)
      throw new UserError('What led to a prediction is hidden while you read blind and have yet to label this image.');
    return this.#attention.ask(run, image);
  }

  #hear({ labels, runs, listing }: Changes): void {
    const { image } = this.#place;
    const mine = this.#place.runs.filter((run) => runs.has(run));
    const isRelabelled = labels === 'all' || labels.has(image);
    if (!isRelabelled && mine.length === 0 && !listing) return;
    this.#reader.forget(listing ? undefined : runs);
    this.#attention.forget(new Set(mine));
    // A hidden page asks anew when it is shown.
    if (!this.#panel.visible || this.#page === null) return;
    this.#read().then(
      (findings) => this.#page?.findings(findings),
      (error: unknown) => describeFailure(this.#services.log, 'read the predictions', error),
    );
  }

  #title(): void {
    this.#panel.title = `${this.#place.image} (predictions)`;
  }
}

const instancesOf = (files: FoundImage['files']): ReadonlyMap<string, string> =>
  new Map(files.length < 2 ? [] : files.map(({ file, instance }) => [file, instance]));

/** Everything that the page may have to fetch: one whose folders change is loaded anew. */
async function rootFolders(project: string): Promise<readonly vscode.Uri[]> {
  const { roots } = await readLocal(project);
  return Object.values(roots).map((folder) => vscode.Uri.file(folder));
}
