import type { Voi } from '../../src/core/image/voi';
import type { LabelledViewerPage } from '../../src/protocol/labelledViewer';
import type { Stack, StackFrame, ViewerSession } from '../../src/protocol/viewer';
import type { PageHost } from '../shared/host';
import type { DecodeClient } from './decodeClient';
import type { DecodeReply, Picture } from './decodeProtocol';
import { FrameStore } from './frameStore';
import type { PlanesOverlay } from './mprOverlay';
import { prefetchOrder } from './prefetchOrder';
import { shownWindow } from './shownWindow';
import { indexOf, placeOf } from './stackPlace';
import { Stage } from './stage';
import { type Flags, freshState, type KeptState, keptFindings, keptState, type Look, noFlags } from './viewState';

/** Decoded frames may take this many bytes. */
const frameLimit = 256 * 2 ** 20;
/** After this long without a movement a shrunk picture is drawn smoothly. */
const restMs = 120;
/** While a cine plays the state is kept this long after its last step; else at once, since the tab may be switched at any moment. */
const keepMs = 100;

/** What is on the screen at the moment. */
export type Shown = {
  readonly session: ViewerSession;
  readonly stack: Stack;
  readonly state: KeptState;
  readonly flags: Flags;
  /** The reply for the frame at `state.index`; null while it is on its way, and an earlier frame is still shown. */
  readonly reply: DecodeReply | null;
  /** What the canvas shows. */
  readonly picture: Picture | null;
  readonly voi: Voi | null;
};

/** The viewer's state and its picture: whatever changes, listeners hear it. */
export class Viewer {
  readonly page: PageHost<LabelledViewerPage>;
  readonly stage: Stage;
  readonly store: FrameStore;
  /** What lies over the three planes. */
  overPlanes: PlanesOverlay | null = null;
  #session: ViewerSession;
  #state: KeptState;
  /** A place that was kept, until the series that it lies in is complete. */
  #awaited: KeptState | null;
  #reply: DecodeReply | null = null;
  #picture: Picture | null = null;
  #flags = noFlags;
  #direction: 1 | -1 = 1;
  #prefetching = 0;
  #isQueued = false;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #keeping: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<(shown: Shown) => void>();

  constructor(page: PageHost<LabelledViewerPage>, session: ViewerSession, canvas: HTMLCanvasElement, client: DecodeClient) {
    this.page = page;
    this.stage = new Stage(canvas);
    this.store = new FrameStore(client, frameLimit);
    this.#session = session;
    const kept = keptState(page.getState(), session.key);
    this.#awaited = kept;
    const fresh = { ...freshState(session.key, 0, 0), isLinked: session.isLinked === true, findings: keptFindings(page.getState()) };
    this.#state = { ...(kept ?? fresh), stack: session.stack, index: session.frame };
    page.host.on('changed', (changed) => this.#change(changed));
  }

  get shown(): Shown {
    const picture = this.#picture;
    const voi = picture === null ? null : shownWindow(picture, this.#state.look.window);
    return { session: this.#session, stack: this.#stack, state: this.#state, flags: this.#flags, reply: this.#reply, picture, voi };
  }

  /** Hears of every change, once a painted frame. */
  listen(listener: (shown: Shown) => void): void {
    this.#listeners.add(listener);
  }

  /** Loads the first frame; resolves when it is painted or has failed. */
  async start(): Promise<void> {
    this.#restore();
    await this.#load();
  }

  /** Decodes the first frame of what will be shown next. */
  prepare(session: ViewerSession): void {
    const place = session.stacks[session.stack]?.frames[session.frame];
    if (place !== undefined) void this.store.load(session, place, 1);
  }

  /** Goes to a frame of the stack; out of range is brought into it. */
  goTo(index: number, stack = this.#state.stack): void {
    const frames = this.#session.stacks[stack]?.frames.length ?? 0;
    const next = Math.min(Math.max(index, 0), frames - 1);
    if (next === this.#state.index && stack === this.#state.stack) return;
    if (stack === this.#state.stack) this.#direction = next < this.#state.index ? -1 : 1;
    this.#awaited = null;
    this.#set({ stack, index: next });
    void this.#load();
  }

  /** Goes on by slices and by points in time, back by numbers below 0. */
  step(slices: number, times = 0): void {
    const { slice, time } = placeOf(this.#stack, this.#state.index);
    this.goTo(indexOf(this.#stack, slice + slices, time + times));
  }

  /** Reads the shown frame's file once more, as after a failure. */
  tryAgain(): void {
    const place = this.#place;
    if (place === undefined) return;
    this.store.forget(this.#session, place);
    void this.#load();
  }

  look(change: Partial<Look>): void {
    this.#set({ look: { ...this.#state.look, ...change } });
  }

  keep(change: Partial<Omit<KeptState, 'key' | 'stack' | 'index' | 'look'>>): void {
    this.#set(change);
  }

  flag(change: Partial<Flags>): void {
    this.#flags = { ...this.#flags, ...change };
    this.refresh();
  }

  /** Paints soon: with the browser's next picture. */
  refresh(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    requestAnimationFrame(() => {
      this.#isQueued = false;
      this.#paint(true);
      clearTimeout(this.#rest);
      this.#rest = setTimeout(() => this.#paint(false), restMs);
    });
  }

  /** Paints at once, as after a change of size, which empties the canvas. */
  repaint(): void {
    this.#paint(true);
    this.refresh();
  }

  /** Resolves when what was asked for so far is on the screen. */
  painted(): Promise<void> {
    return new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
    });
  }

  get #stack(): Stack {
    return this.#session.stacks[this.#state.stack] ?? { label: '', frames: [], timesMs: [], isVolume: false };
  }

  get #place(): StackFrame | undefined {
    return this.#stack.frames[this.#state.index];
  }

  #set(change: Partial<KeptState>): void {
    this.#state = { ...this.#state, ...change };
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => this.#keepState(), this.#flags.isPlaying ? keepMs : 0);
    this.refresh();
  }

  /** What is awaited must not be forgotten by being hidden before the series is complete. */
  #keepState(): void {
    const { stack, index } = this.#awaited ?? this.#state;
    this.page.setState({ ...this.#state, stack, index });
  }

  async #load(): Promise<void> {
    const place = this.#place;
    if (place === undefined) return;
    const session = this.#session;
    const here = this.store.get(session, place);
    if (here !== undefined) this.#take(here);
    else {
      this.#reply = null;
      this.refresh();
      const reply = await this.store.load(session, place);
      // By then the user may have scrolled on.
      if (this.#place === place && this.#session === session) this.#take(reply);
    }
    this.#prefetch();
  }

  #take(given: DecodeReply): void {
    const reply = showable(given);
    this.#reply = reply;
    this.#picture = reply.picture;
    this.refresh();
  }

  #paint(isMoving: boolean): void {
    const shown = this.shown;
    const { look } = this.#state;
    if (shown.picture === null) this.stage.clear();
    else {
      const { picture, voi } = shown;
      this.stage.paint({ picture, voi, isInverted: look.isInverted, hasOverlays: look.hasOverlays, view: look.view }, isMoving);
    }
    if (isMoving) for (const listener of this.#listeners) listener(shown);
  }

  /** Decodes the frames around the one that is shown, two at a time, as many as there is room for. */
  #prefetch(): void {
    const room = this.#picture === null ? 2 : this.store.roomFor(this.#picture);
    const order = prefetchOrder(this.#stack.frames.length, this.#state.index, this.#direction);
    for (const index of order.slice(0, room)) {
      if (this.#prefetching >= 2) return;
      const place = this.#stack.frames[index];
      if (place === undefined || this.store.has(this.#session, place)) continue;
      this.#prefetching += 1;
      void this.store.load(this.#session, place, this.#prefetching === 1 ? 1 : 0).then(() => {
        this.#prefetching -= 1;
        this.#prefetch();
      });
    }
  }

  /** The series has grown or is another one: the frame that is shown stays. */
  #change(session: ViewerSession): void {
    const [before, place] = [this.#session, this.#place];
    this.#session = session;
    if (session.key !== before.key) {
      this.#state = { ...freshState(session.key, session.stack, session.frame), panel: this.#state.panel, findings: this.#state.findings };
      // The picture of another image must not stand for this one while that is on its way.
      [this.#reply, this.#picture] = [null, null];
      this.#awaited = keptState(this.page.getState(), session.key);
    } else this.#set(place === undefined ? {} : samePlace(session, place, before.files[place.file]?.uri));
    this.#restore();
    void this.#load();
    this.refresh();
  }

  #restore(): void {
    const kept = this.#awaited;
    if (kept === null || !(this.#session.isComplete || kept.index === 0)) return;
    this.#awaited = null;
    const frames = this.#session.stacks[kept.stack]?.frames.length ?? 0;
    if (kept.index < frames) this.#state = { ...this.#state, stack: kept.stack, index: kept.index };
  }
}

/** Beyond this a canvas has no memory, or no coordinates. */
const mostPixels = 2 ** 27;
const longestSide = 32_767;

/** A picture that no canvas holds is a failure like others. */
function showable(reply: DecodeReply): DecodeReply {
  if (reply.picture === null) return reply;
  const { frame, facts } = reply.picture;
  if (frame.rows * frame.columns <= mostPixels && Math.max(frame.rows, frame.columns) <= longestSide) return reply;
  const failure = `It has ${frame.columns} x ${frame.rows} pixels, which is more than the editor can show.`;
  return { kept: reply.kept, picture: null, failure, facts };
}

/** Where a frame of a file stands in a session. */
function samePlace(
  { files, stacks, stack, frame }: ViewerSession,
  place: StackFrame,
  uri: string | undefined,
): Pick<KeptState, 'stack' | 'index'> {
  const isSame = (other: StackFrame): boolean => other.frame === place.frame && files[other.file]?.uri === uri;
  const found = stacks.findIndex(({ frames }) => frames.some(isSame));
  return found < 0 ? { stack, index: frame } : { stack: found, index: stacks[found]?.frames.findIndex(isSame) ?? 0 };
}
