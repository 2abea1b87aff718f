import type { LinkedView, ViewerCommand } from '../../protocol/viewer';
import type { ViewerPanel } from './viewerPanel';

/** A first picture: moments are milliseconds since 1970, `pageMs` counts from the start of the page. */
export type Painted = {
  readonly uri: string;
  /** When a command of ours asked for the editor; null where VS Code did. */
  readonly askedAt: number | null;
  /** When VS Code asked for the editor's content. */
  readonly resolvedAt: number;
  readonly paintedAt: number;
  readonly pageMs: number;
};

/** What one viewer shows, for tests and benches; free of names. */
export type ViewerStatus = {
  readonly uri: string;
  readonly isActive: boolean;
  readonly isLinked: boolean;
  readonly kind: string;
  readonly image: string;
  readonly files: number;
  readonly stacks: readonly { readonly label: string; readonly frames: number; readonly times: number; readonly isVolume: boolean }[];
  /** The frame that was opened. */
  readonly stack: number;
  readonly frame: number;
  readonly isComplete: boolean;
  readonly problems: readonly string[];
};

/** First pictures that are remembered, for benches. */
const mostPainted = 200;

/** The viewers of this window: which is in front, which are linked, and when they had painted. */
export class OpenViewers {
  readonly #panels = new Set<ViewerPanel>();
  readonly #painted: Painted[] = [];
  /** Files that a command is about to open. */
  readonly #asked = new Map<string, { readonly at: number; readonly image: string; readonly linked: boolean }>();

  get painted(): readonly Painted[] {
    return this.#painted;
  }

  get statuses(): readonly ViewerStatus[] {
    return [...this.#panels].map(({ status }) => status);
  }

  add(panel: ViewerPanel): void {
    this.#panels.add(panel);
  }

  remove(panel: ViewerPanel): void {
    this.#panels.delete(panel);
  }

  /** A command opens this file now: as an image of the project ('' where it is none), and linked with others or not. */
  expect(uri: string, image: string, linked: boolean): void {
    this.#asked.set(uri, { at: Date.now(), image, linked });
    for (const panel of this.#panels) if (linked && panel.uri.toString() === uri) panel.link();
  }

  /** What a command said of the file that VS Code now wants to be shown; it is forgotten by that. */
  takeExpected(uri: string) {
    const asked = this.#asked.get(uri);
    this.#asked.delete(uri);
    return asked;
  }

  notePainted(painted: Painted): void {
    this.#painted.push(painted);
    this.#painted.splice(0, this.#painted.length - mostPainted);
  }

  /** Passes a command to the viewer in front; false where there is none. */
  command(command: ViewerCommand): boolean {
    const front = [...this.#panels].find(({ isActive }) => isActive);
    front?.announce('command', command);
    return front !== undefined;
  }

  /** Tells the other linked viewers what one of them shows. */
  passOn(from: ViewerPanel, view: LinkedView): void {
    for (const panel of this.#panels) if (panel !== from && panel.isLinked) panel.announce('linked', view);
  }
}
