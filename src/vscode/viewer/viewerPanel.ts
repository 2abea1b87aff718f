import * as vscode from 'vscode';
import { type Handlers, serve } from '../../protocol/channel';
import type { LabelledViewerPage } from '../../protocol/labelledViewer';
import type { ViewerSession } from '../../protocol/viewer';
import { describeFailure } from '../command';
import { Disposables } from '../disposables';
import { fillWebview, pagesFolder, webviewPort } from '../fillWebview';
import type { ImageToShow, PageCompanion } from '../imagePage';
import type { Services } from '../services';
import { contentOf, firstContent } from './firstContent';
import type { OpenViewers, ViewerStatus } from './openViewers';
import { seriesContent } from './seriesContent';
import type { SeriesFinder } from './seriesFinder';
import { folderOf, foldersOf, nameOf, sessionFor, type ViewerContent } from './viewerContent';
import { viewerStatus } from './viewerStatus';
import { watchFolder } from './watchFolder';
import { withoutLabel } from './withoutLabel';

/** What viewers share. */
export type ViewerParts = { readonly services: Services; readonly viewers: OpenViewers; readonly finder: SeriesFinder };

/** The image of a label's editor, and what that adds to the page. */
export type Labelled = { readonly image: ImageToShow; readonly companion: PageCompanion };

/** The rest of a series is looked for when the first picture is there, or after this long: both need the processor. */
const patienceMs = 1000;
/** More files than this go to the page by message, not with its HTML. */
const mostEmbedded = 2000;

/** One editor with its page: what it shows, from the opened file alone to the whole series. */
export class ViewerPanel implements vscode.Disposable {
  #uri: vscode.Uri;
  readonly #parts: ViewerParts;
  readonly #panel: vscode.WebviewPanel;
  readonly #companion: PageCompanion | null;
  readonly #disposables = new Disposables();
  readonly #page: ReturnType<typeof serve<LabelledViewerPage>>;
  readonly #controller = new AbortController();
  readonly #resolvedAt = Date.now();
  readonly #asked: ReturnType<OpenViewers['takeExpected']>;
  /** Of a label's editor: what it shows now. */
  #image: ImageToShow | null;
  #watcher: vscode.Disposable | undefined;
  #content: ViewerContent | null = null;
  /** The session that the page's HTML holds, and the one that the page knows by now, as JSON. */
  #embedded = '';
  #told = '';
  #folders: ReadonlySet<string> = new Set();
  #isLinked = false;
  #hasPainted = false;
  #looking: Promise<void> | null = null;

  constructor(parts: ViewerParts, uri: vscode.Uri, panel: vscode.WebviewPanel, labelled?: Labelled) {
    this.#uri = uri;
    this.#companion = labelled?.companion ?? null;
    this.#image = labelled?.image ?? null;
    this.#parts = parts;
    this.#panel = panel;
    this.#asked = parts.viewers.takeExpected(uri.toString());
    const { log } = parts.services;
    this.#page = this.#disposables.add(
      serve<LabelledViewerPage>(
        webviewPort(panel.webview),
        this.#handlers(),
        (error) => describeFailure(log, 'show the image', error) ?? 'Cancelled.',
      ),
    );
    this.#companion?.connect({
      edited: (edits) => this.announce('labelEdited', edits),
      reset: (session) => this.announce('labelReset', session),
      work: (view) => this.announce('workChanged', view),
      command: (command) => this.announce('workCommand', command),
      address: (file) => panel.webview.asWebviewUri(file).toString(),
      show: (image) => this.#show(image),
      prepare: async (image) => this.announce('comesNext', this.#session(await contentOf(image))),
      chosen: (change) => this.announce('changeChosen', change),
      findings: (findings) => this.announce('findingsReset', findings),
      attention: (words) => this.announce('attentionProgress', words),
    });
    this.#disposables.add(panel.onDidChangeViewState(() => this.#refill()));
    this.#watch();
    this.#disposables.add({ dispose: () => this.#watcher?.dispose() });
    this.#disposables.add({ dispose: () => this.#controller.abort() });
    panel.onDidDispose(() => this.dispose());
    parts.viewers.add(this);
  }

  /** The file that was opened. */
  get uri(): vscode.Uri {
    return this.#uri;
  }

  get isActive(): boolean {
    return this.#panel.active;
  }

  get isLinked(): boolean {
    return this.#isLinked;
  }

  get status(): ViewerStatus {
    return viewerStatus({ uri: this.uri.toString(), isActive: this.isActive, isLinked: this.isLinked }, this.#content);
  }

  /** Shows the opened file; the series follows. Never rejects: what is wrong is said in the page. */
  async start(): Promise<void> {
    await this.#readFirst().catch(() => undefined);
    if (this.#disposables.disposed) return;
    this.#fill();
    const timer = setTimeout(() => void this.#look(), patienceMs);
    this.#disposables.add({ dispose: () => clearTimeout(timer) });
  }

  /** Links this viewer with the other linked ones, if it is seen and isn't. */
  link(): void {
    if (!this.#isLinked && this.#hasPainted) this.announce('command', 'toggleLink');
  }

  /** Tells the page; a hidden page hears nothing. */
  announce: ReturnType<typeof serve<LabelledViewerPage>>['announce'] = (name, value) => {
    if (this.#panel.visible && !this.#disposables.disposed) this.#page.announce(name, value);
  };

  dispose(): void {
    this.#parts.viewers.remove(this);
    this.#disposables.dispose();
  }

  #handlers(): Handlers<LabelledViewerPage> {
    const { services, viewers } = this.#parts;
    return {
      open: () => this.#open(),
      link: (view) => viewers.passOn(this, view),
      setLinked: (linked) => {
        this.#isLinked = linked;
      },
      copy: async (text) => vscode.env.clipboard.writeText(text),
      painted: (ms) => this.#painted(ms),
      report: (sentence) => services.log.warn(`Viewer: ${sentence}`),
      ...withoutLabel,
      ...this.#companion?.handlers,
    };
  }

  async #open(): Promise<ViewerSession> {
    const content = this.#content ?? (await this.#readFirst());
    void this.#look();
    return this.#session(content);
  }

  #session(content: ViewerContent): ViewerSession {
    return sessionFor(this.#panel.webview, content, this.#companion);
  }

  async #readFirst(): Promise<ViewerContent> {
    const content =
      this.#image === null
        ? await firstContent(this.uri, this.#content?.image || (this.#asked?.image ?? ''))
        : await contentOf(this.#image);
    this.#content = this.#asked?.linked === true ? { ...content, isLinked: true } : content;
    return this.#content;
  }

  /** Shows another image in the same page. */
  async #show(image: ImageToShow): Promise<void> {
    const content = await contentOf(image);
    if (this.#disposables.disposed) return;
    [this.#uri, this.#image, this.#looking] = [image.file, image, null];
    this.#watch();
    this.#take(content);
    void this.#look();
  }

  #watch(): void {
    this.#watcher?.dispose();
    this.#watcher = watchFolder(folderOf(this.uri), (names) => void this.#heard(names));
  }

  #painted(pageMs: number): void {
    const { services, viewers } = this.#parts;
    // What was announced before the page listened is lost.
    this.#told = this.#embedded;
    if (!this.#hasPainted) {
      const [paintedAt, resolvedAt] = [Date.now(), this.#resolvedAt];
      viewers.notePainted({ uri: this.uri.toString(), askedAt: this.#asked?.at ?? null, resolvedAt, paintedAt, pageMs });
      services.log.info(
        `Viewer: first picture ${paintedAt - resolvedAt} ms after its editor was asked for, ${pageMs} ms after its page's start.`,
      );
    }
    this.#hasPainted = true;
    this.#announceContent();
    void this.#look();
  }

  /** Looks for the series once; a second call waits for the first. */
  #look(): Promise<void> {
    this.#looking ??= this.#findSeries();
    return this.#looking;
  }

  async #findSeries(): Promise<void> {
    const first = this.#content;
    if (first === null || first.isComplete) return;
    try {
      const found = await this.#find();
      if (this.#isStill(first)) this.#take(seriesContent(first, found));
    } catch (error) {
      const sentence = describeFailure(this.#parts.services.log, 'look for the rest of the series', error);
      if (sentence !== null && this.#isStill(first)) this.#take({ ...first, isComplete: true, problems: [sentence] });
    }
  }

  /** False where another image is shown by now. */
  #isStill({ key }: ViewerContent): boolean {
    return !this.#disposables.disposed && this.#content?.key === key;
  }

  async #find() {
    const { signal } = this.#controller;
    if (this.uri.scheme === 'file') return this.#parts.finder.find(this.uri.fsPath, signal);
    const { readVirtualSeries } = await import('./readVirtualSeries');
    return readVirtualSeries(folderOf(this.uri), signal);
  }

  #take(content: ViewerContent): void {
    this.#content = content;
    const isReachable = foldersOf(content).every((folder) => this.#reaches(folder));
    if (!isReachable) this.#fill();
    else if (this.#panel.visible) this.#announceContent();
    else this.#refill();
  }

  #reaches(folder: string): boolean {
    return this.#folders.has(folder) || (this.#companion?.folders ?? []).some((root) => folder.startsWith(`${root.toString()}/`));
  }

  /** Tells the page what it doesn't know yet. */
  #announceContent(): void {
    if (this.#content === null || !this.#panel.visible) return;
    const session = this.#session(this.#content);
    const text = JSON.stringify(session);
    if (text !== this.#told) this.announce('changed', session);
    this.#told = text;
  }

  /** A hidden page is gone and comes back from its HTML, which then must hold what is known by now. */
  #refill(): void {
    if (this.#panel.visible || this.#content === null || this.#disposables.disposed) return;
    if (JSON.stringify(this.#embeddable()) !== this.#embedded) this.#fill();
  }

  #embeddable(): ViewerSession | null {
    const content = this.#content;
    return content === null || content.files.length > mostEmbedded ? null : this.#session(content);
  }

  #fill(): void {
    const { extensionUri } = this.#parts.services.context;
    const { webview } = this.#panel;
    const session = this.#embeddable();
    const shown = session === null ? undefined : session.files[session.stacks[session.stack]?.frames[session.frame]?.file ?? 0];
    const codecs = vscode.Uri.joinPath(extensionUri, 'dist', 'codecs');
    const worker = webview.asWebviewUri(vscode.Uri.joinPath(pagesFolder(extensionUri), 'viewerWorker.js')).toString();
    const own = this.#content === null ? [folderOf(this.uri).toString()] : foldersOf(this.#content);
    const folders = [...own, ...(this.#companion?.folders ?? []).map((folder) => folder.toString())];
    this.#embedded = JSON.stringify(session);
    this.#folders = new Set(folders);
    fillWebview(webview, extensionUri, 'viewer', nameOf(this.uri), {
      decodes: true,
      data: { codecs: webview.asWebviewUri(codecs).toString(), worker },
      values: session === null ? {} : { session },
      fetched: [worker, ...(shown === undefined ? [] : [shown.uri])],
      folders: [codecs, ...folders.map((folder) => vscode.Uri.parse(folder, true))],
    });
  }

  /** Files of the folder changed: this viewer's own, or ones that may be slices of its series. */
  async #heard(names: ReadonlySet<string>): Promise<void> {
    if (this.#disposables.disposed || this.#content === null) return;
    const before = this.#content;
    const { kind, files } = before;
    const own = new Set(files.map(({ uri }) => nameOf(uri)));
    if (kind !== 'dicom' && !names.has(nameOf(this.uri))) return;
    if (this.uri.scheme === 'file' && [...names].some((name) => own.has(name))) await this.#parts.finder.forget(this.uri.fsPath);
    try {
      const first = this.#image === null ? await firstContent(this.uri, before.image) : await contentOf(this.#image);
      const now = first.isComplete ? first : seriesContent(first, await this.#find());
      if (this.#isStill(before)) this.#take(now);
    } catch (error) {
      const sentence = describeFailure(this.#parts.services.log, 'look at the changed file', error);
      if (sentence !== null && this.#isStill(before)) this.#take({ ...before, problems: [sentence] });
    }
  }
}
