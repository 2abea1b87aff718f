import { centerOfPicture } from '../../src/core/viewer/linkedPlace';
import type { Point3 } from '../../src/core/volume/frameGeometry';
import { intoSlice } from '../../src/core/volume/intoSlice';
import type { ViewerSession } from '../../src/protocol/viewer';
import type { Picture } from './decodeProtocol';
import type { PlanesGiven, PlanesSource, PlanesState, PlanesView } from './mprGiven';
import type { PageParts } from './page';
import { sliceAt } from './sliceAt';
import { indexOf, placeOf, slicesOf } from './stackPlace';
import type { Shown, Viewer } from './viewer';

/** A volume and its planes may take this many bytes. */
const limitBytes = 2 ** 30;

/** Shows the three planes of a stack in place of its slices while the state says so; their code is loaded when first asked for. */
export class PlanesMode {
  readonly #viewer: Viewer;
  readonly #parts: PageParts;
  #view: Promise<PlanesView> | null = null;
  /** The stack and time that are shown as planes. */
  #source: { readonly session: ViewerSession; readonly stack: number; readonly time: number } | null = null;
  #told: Shown['voi'] = null;
  #isInverted = false;
  /** Another viewer leads: the crosshair follows into the slice that the stack goes to. */
  #isLed = false;

  constructor(viewer: Viewer, parts: PageParts) {
    this.#viewer = viewer;
    this.#parts = parts;
    viewer.page.host.on('linked', () => {
      this.#isLed = viewer.shown.state.isLinked;
    });
  }

  follow(shown: Shown): void {
    const isPlanes = shown.state.mode === 'planes' && shown.stack.isVolume;
    this.#parts.stage.hidden = isPlanes;
    this.#parts.planes.hidden = !isPlanes;
    if (!isPlanes) this.#leave();
    // Slices that are still being looked for belong to the volume, too.
    else if (shown.session.isComplete && shown.picture !== null) void this.#show(shown);
  }

  #leave(): void {
    this.#source = null;
    void this.#view?.then((view) => view.destroy());
    this.#view = null;
  }

  async #show(shown: Shown): Promise<void> {
    const { session, state, stack } = shown;
    const { time } = placeOf(stack, state.index);
    const now = this.#source;
    this.#view ??= import('./mprView').then(({ mountPlanes }) => mountPlanes(this.#parts.planes, this.#given()));
    if (now !== null && now.session === session && now.stack === state.stack && now.time === time) {
      await this.#follow(shown);
      return;
    }
    this.#source = { session, stack: state.stack, time };
    this.#told = shown.voi;
    this.#isInverted = state.look.isInverted;
    const view = await this.#view;
    if (this.#view === null) return;
    view.setOverlay(this.#viewer.overPlanes);
    await view.show(this.#sourceOf(shown, time));
    // The stage had the focus, and is hidden now.
    if (document.activeElement === document.body) this.#parts.planes.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }

  async #follow(shown: Shown): Promise<void> {
    const { voi, state } = shown;
    (await this.#view)?.setOverlay(this.#viewer.overPlanes);
    if (this.#isLed && shown.reply !== null) await this.#goAlong(shown);
    if (voi === null || (voi === this.#told && state.look.isInverted === this.#isInverted)) return;
    this.#told = voi;
    this.#isInverted = state.look.isInverted;
    (await this.#view)?.setWindow(voi, state.look.isInverted);
  }

  async #goAlong({ picture, state }: Shown): Promise<void> {
    this.#isLed = false;
    const geometry = picture?.facts.geometry ?? null;
    const crosshair = (state.planes as PlanesState | null)?.positionMm;
    if (geometry !== null && crosshair !== undefined) (await this.#view)?.setPosition(intoSlice(crosshair, geometry));
  }

  #sourceOf({ session, stack, state, picture, voi }: Shown, time: number): PlanesSource {
    return {
      slices: slicesOf(stack),
      loadSlice: async (slice) => {
        const place = stack.frames[indexOf(stack, slice, time)];
        const reply = place === undefined ? undefined : await this.#viewer.store.load(session, place, slice % 2 === 0 ? 0 : 1);
        if (reply === undefined || reply.picture === null) throw new Error(`Slice ${slice + 1} can't be read. ${reply?.failure ?? ''}`);
        const { frame, meaning, facts } = reply.picture;
        return { frame, meaning, geometry: facts.geometry };
      },
      voi,
      isInverted: state.look.isInverted,
      isOriented: picture?.facts.directions != null,
      positionMm: startOf(picture, state.planes),
      state: state.planes,
    };
  }

  #given(): PlanesGiven {
    return {
      limitBytes,
      // The stack goes along, for linked viewers and for the way back.
      onPosition: (positionMm) => {
        const { stack, state, picture } = this.#viewer.shown;
        const slice = sliceAt(this.#viewer, positionMm, picture?.facts.frameOfReference ?? '');
        if (slice !== null) this.#viewer.goTo(indexOf(stack, slice, placeOf(stack, state.index).time));
      },
      onWindow: (window) => {
        this.#viewer.look({ window: { kind: 'own', name: '', ...window } });
        this.#told = this.#viewer.shown.voi;
      },
      onState: (planes) => this.#viewer.keep({ planes }),
      onCancel: () => this.#viewer.keep({ mode: 'stack' }),
    };
  }
}

/** The crosshair starts in the slice that was shown, or where it was kept. */
function startOf(picture: Picture | null, kept: unknown): Point3 | null {
  if (picture === null || kept !== null || picture.facts.geometry === null) return null;
  return centerOfPicture(picture.facts.geometry, picture.frame);
}
