import { directionLetters, oppositeLetters } from '../../src/core/viewer/edgeLetters';
import { scaleBar } from '../../src/core/viewer/scaleBar';
import { type CanvasSize, viewScale } from '../../src/core/viewer/viewTransform';
import { type PlaneName, planeCount, planeIndex, planeThrough } from '../../src/core/volume/viewGrid';
import { part } from './mprElement';
import { drawCrosshair } from './mprMarks';
import { planeShape, type ShownPlanes } from './mprModel';
import { PlanePainter } from './mprPainter';

/** How the planes are called. */
export const planeTitles: Readonly<Record<PlaneName, string>> = { axial: 'Axial', coronal: 'Coronal', sagittal: 'Sagittal' };

/** One of the three planes on the screen. */
export class PlanePane {
  readonly name: PlaneName;
  readonly element: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** Shows this plane large, or all alike. */
  readonly largeButton: HTMLButtonElement;
  readonly #painter: PlanePainter;
  readonly #context: CanvasRenderingContext2D;
  readonly #texts: Readonly<Record<'count' | 'left' | 'right' | 'top' | 'bottom' | 'scale', HTMLElement>>;

  constructor(name: PlaneName) {
    this.name = name;
    this.#painter = new PlanePainter(name);
    this.element = part('div', 'mpr-pane', { tabindex: '0', role: 'application', 'data-plane': name });
    this.canvas = part('canvas', 'mpr-canvas', { 'aria-hidden': 'true' });
    const context = this.canvas.getContext('2d', { alpha: false });
    if (context === null) throw new Error('The editor has no memory left for pictures.');
    this.#context = context;
    const edge = (side: string) => part('div', `mpr-edge ${side}`, { 'aria-hidden': 'true' });
    this.#texts = {
      count: part('span', 'mpr-count'),
      left: edge('left'),
      right: edge('right'),
      top: edge('top'),
      bottom: edge('bottom'),
      scale: part('div', 'mpr-scale', { 'aria-hidden': 'true' }),
    };
    const title = part('div', 'mpr-name', { 'aria-hidden': 'true' });
    title.append(planeTitles[name], ' ', this.#texts.count);
    this.largeButton = part('button', 'mpr-large', { type: 'button' });
    const { left, right, top, bottom, scale } = this.#texts;
    this.element.append(this.canvas, title, left, right, top, bottom, scale, this.largeButton);
  }

  get size(): CanvasSize {
    return [this.canvas.width, this.canvas.height];
  }

  /** Draws the plane, and what `paintOver` puts between it and the crosshair. */
  draw(shown: ShownPlanes, paintOver?: (context: CanvasRenderingContext2D) => void): void {
    this.#fitCanvas();
    this.#painter.paint(this.#context, this.size, shown);
    paintOver?.(this.#context);
    drawCrosshair(this.#context, this.name, shown, this.size);
    this.#label(shown);
  }

  /** Gives the canvas its memory back. */
  destroy(): void {
    this.canvas.width = 0;
    this.canvas.height = 0;
  }

  #fitCanvas(): void {
    const { clientWidth, clientHeight } = this.element;
    const [width, height] = [clientWidth, clientHeight].map((length) => Math.max(1, Math.round(length * devicePixelRatio))) as [
      number,
      number,
    ];
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
  }

  #label({ grid, place, views, large, isOriented }: ShownPlanes): void {
    const { name } = this;
    const { orientation, spacingMm } = planeThrough(grid, name, place);
    const [right, down] = isOriented ? orientation.map(directionLetters) : ['', ''];
    const count = `${planeIndex(grid, name, place) + 1} / ${planeCount(grid, name)}`;
    const scale = viewScale(planeShape(grid, name), views[name], this.size);
    const bar = scaleBar(Math.min(...spacingMm) / scale, 'mm', this.size[0] / 4);
    setText(this.#texts.count, count);
    setText(this.#texts.left, oppositeLetters(right ?? ''));
    setText(this.#texts.right, right ?? '');
    setText(this.#texts.top, oppositeLetters(down ?? ''));
    setText(this.#texts.bottom, down ?? '');
    setText(this.#texts.scale, bar.label);
    this.#texts.scale.style.setProperty('--length', `${bar.pixels / devicePixelRatio}px`);
    const action = large === name ? 'Show all planes alike' : `Show the ${name} plane large`;
    this.largeButton.setAttribute('aria-label', action);
    this.largeButton.title = `${action} (Enter)`;
    this.largeButton.setAttribute('aria-pressed', String(large === name));
    this.element.setAttribute('aria-label', `${planeTitles[name]} plane, ${count.replace('/', 'of')}`);
  }
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
