import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import type { LabelComparison } from '../../protocol/changes';
import { showFailure } from '../command';
import type { ImagePage, LabelAnnouncer } from '../imagePage';
import type { Services } from '../services';
import type { ChosenChange, LabelChanges } from './labelChanges';

const viewType = 'radsteps.changes';

type Open = { readonly file: string; readonly panel: vscode.WebviewPanel; announcer: LabelAnnouncer | undefined };

/** The one panel that draws a label's versions over each other on its image; another label replaces it. */
export class ChangesPanel implements vscode.Disposable {
  readonly #services: Services;
  readonly #page: ImagePage;
  readonly #changes: LabelChanges;
  #open: Open | null = null;

  constructor(services: Services, page: ImagePage, changes: LabelChanges) {
    [this.#services, this.#page, this.#changes] = [services, page, changes];
  }

  /** Shows a label's changes, with one of them in front where it is named. */
  async show({ file, key }: ChosenChange): Promise<void> {
    if (this.#open?.file === file) {
      this.#open.panel.reveal();
      if (key !== null) this.#open.announcer?.chosen(key);
      return;
    }
    const comparison = await this.#compare(file, key);
    const root = this.#changes.comparison?.root ?? this.#services.project.require();
    const { instancesOfImage } = await import('../../node/series/imageFiles');
    const files = await instancesOfImage(root, comparison.image);
    const [first] = files;
    if (first === undefined)
      throw new UserError(
        `The files of ${comparison.image} are not known on this machine: import the folder in which they lie; the view "Label Changes" says in words what changed.`,
      );
    const instances = new Map(files.length < 2 ? [] : files.map((one) => [one.file, one.instance]));
    await this.#replace(file, comparison, vscode.Uri.file(first.file), instances);
  }

  dispose(): void {
    this.#open?.panel.dispose();
  }

  async #compare(file: string, key: string | null): Promise<LabelComparison> {
    const { image, reader, changes, before = null, after = null } = await this.#changes.whole(file);
    const { comparison } = this.#changes;
    const all = comparison?.changed ?? [];
    const { readProtocol } = await import('../../node/project/readProtocol');
    const { labels } = await readProtocol(comparison?.root ?? this.#services.project.require());
    const place = [all.findIndex((other) => other.file === file), all.length] as const;
    return { image, reader, between: comparison?.range.between ?? ['before', 'after'], before, after, labels, changes, chosen: key, place };
  }

  async #replace(file: string, comparison: LabelComparison, first: vscode.Uri, instances: ReadonlyMap<string, string>): Promise<void> {
    const old = this.#open;
    const column = old?.panel.viewColumn ?? vscode.ViewColumn.Active;
    const panel = vscode.window.createWebviewPanel(viewType, `${comparison.image} (changes)`, column);
    const open: Open = { file, panel, announcer: undefined };
    this.#open = open;
    old?.panel.dispose();
    panel.onDidDispose(() => {
      if (this.#open === open) this.#open = null;
    });
    const icon = (theme: string) => vscode.Uri.joinPath(this.#services.context.extensionUri, 'media', `gallery-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    await this.#page.show({ file: first, image: comparison.image }, panel, {
      handlers: { openChanges: () => comparison, stepLabel: (step) => this.#step(file, step) },
      connect: (announcer) => {
        open.announcer = announcer;
      },
      instanceOf: ({ fsPath }) => instances.get(fsPath),
      folders: [],
    });
  }

  /** A label that can't be compared is passed over. */
  #step(file: string, step: number): void {
    const all = (this.#changes.comparison?.changed ?? []).filter((label) => label.file === file || 'changes' in label);
    const next = all[all.findIndex((label) => label.file === file) + step];
    if (next === undefined) return;
    this.show({ file: next.file, key: null }).catch((error: unknown) => showFailure(this.#services.log, 'show the label changes', error));
  }
}
