/** A drawing for a given width in pixels. */
export type Draw = (width: number) => SVGElement | HTMLElement;

const drawings = new WeakMap<Element, Draw>();
let observer: ResizeObserver | undefined;

const nonce = (): string => document.querySelector<HTMLElement>('script[nonce]')?.nonce ?? '';

function drawNow(element: Element): void {
  const draw = drawings.get(element);
  const width = Math.floor(element.clientWidth);
  if (draw === undefined || width < 50) return;
  const figure = draw(width);
  // Plot puts a style element into its figure, which the page's policy admits only with the nonce.
  for (const style of figure.querySelectorAll('style')) style.setAttribute('nonce', nonce());
  // One picture with one name: the marks' own names only confuse a screen reader.
  figure.setAttribute('role', 'img');
  for (const mark of figure.querySelectorAll('g[aria-label]')) mark.removeAttribute('aria-label');
  element.replaceChildren(figure);
}

/** Draws a figure into an element, and again whenever the element's width changes. */
export function drawFigure(element: Element | undefined, draw: Draw): void {
  if (element === undefined) return;
  observer ??= new ResizeObserver((entries) => {
    for (const { target } of entries) drawNow(target);
  });
  const isNew = !drawings.has(element);
  drawings.set(element, draw);
  if (isNew) observer.observe(element);
  else drawNow(element);
}
