import type { ViewerSession } from '../../src/protocol/viewer';
import type { CurveSource, CurveView } from './curveGiven';
import type { PageParts } from './page';
import type { PointerTools } from './pointerTools';
import { indexOf, placeOf, timesOf } from './stackPlace';
import type { Shown, Viewer } from './viewer';

/** The frames of one slice may take this many bytes. */
const limitBytes = 2 ** 29;

/** Shows the curve of a pixel over time below the picture while the state says so; its code is loaded when first asked for. */
export class CurveMode {
  readonly #viewer: Viewer;
  readonly #parts: PageParts;
  readonly #pointer: PointerTools;
  #view: Promise<CurveView> | null = null;
  /** The slice that is shown as a curve. */
  #source: { readonly session: ViewerSession; readonly stack: number; readonly slice: number } | null = null;

  constructor(viewer: Viewer, parts: PageParts, pointer: PointerTools) {
    this.#viewer = viewer;
    this.#parts = parts;
    this.#pointer = pointer;
  }

  follow(shown: Shown): void {
    const isCurve = shown.state.hasCurve && timesOf(shown.stack) > 1 && shown.state.mode === 'stack';
    this.#parts.curve.hidden = !isCurve;
    if (!isCurve) this.#leave();
    else void this.#show(shown);
  }

  #leave(): void {
    this.#source = null;
    void this.#view?.then((view) => view.destroy());
    this.#view = null;
    this.#pointer.onClick = () => undefined;
  }

  async #show(shown: Shown): Promise<void> {
    const { session, state, stack, flags } = shown;
    const { slice, time } = placeOf(stack, state.index);
    this.#view ??= this.#mount();
    const view = await this.#view;
    if (this.#view === null) return;
    const now = this.#source;
    if (now === null || now.session !== session || now.stack !== state.stack || now.slice !== slice) {
      this.#source = { session, stack: state.stack, slice };
      void view.show(this.#sourceOf(shown, slice));
    }
    view.setTime(time);
    view.setBands(flags.bands);
    view.setPixel(flags.pixel === null ? null : { column: flags.pixel[0], row: flags.pixel[1] });
  }

  async #mount(): Promise<CurveView> {
    const { mountCurve } = await import('./curveView');
    const view = mountCurve(this.#parts.curve, {
      limitBytes,
      onTime: (time) => {
        const { stack, state } = this.#viewer.shown;
        this.#viewer.goTo(indexOf(stack, placeOf(stack, state.index).slice, time));
      },
      copy: (text) => void this.#viewer.page.host.call('copy', text),
    });
    this.#pointer.onClick = ([column, row]) => view.pin({ column, row });
    return view;
  }

  #sourceOf({ session, stack }: Shown, slice: number): CurveSource {
    return {
      times: timesOf(stack),
      timesMs: stack.timesMs,
      loadFrame: async (time) => {
        const place = stack.frames[indexOf(stack, slice, time)];
        const reply = place === undefined ? undefined : await this.#viewer.store.load(session, place, time % 2 === 0 ? 0 : 1);
        if (reply === undefined || reply.picture === null) throw new Error(`Time ${time + 1} can't be read. ${reply?.failure ?? ''}`);
        return reply.picture;
      },
    };
  }
}
