/** The elements that the page is made of; all but the picture are filled later. */
export type PageParts = {
  readonly toolbar: HTMLElement;
  /** The picture and what lies on it; takes keys. */
  readonly stage: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** Text over the picture. */
  readonly texts: HTMLElement;
  /** Three planes, in place of the picture. */
  readonly planes: HTMLElement;
  /** Sentences about the series. */
  readonly notes: HTMLElement;
  /** The curve over time. */
  readonly curve: HTMLElement;
  readonly panel: HTMLElement;
  readonly foot: HTMLElement;
  /** Sentences about what could not be read. */
  readonly message: HTMLElement;
  /** What a screen reader is told. */
  readonly status: HTMLElement;
};

function part<K extends keyof HTMLElementTagNameMap>(name: K, className: string, attributes: Readonly<Record<string, string>> = {}) {
  const element = document.createElement(name);
  element.className = className;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** Builds the page into `root`. */
export function buildPage(root: HTMLElement): PageParts {
  const parts = {
    toolbar: part('div', 'toolbar'),
    stage: part('div', 'stage', { tabindex: '0', role: 'application', 'aria-label': 'Picture' }),
    canvas: part('canvas', 'picture', { 'aria-hidden': 'true' }),
    texts: part('div', 'texts'),
    planes: part('div', 'planes', { hidden: '' }),
    notes: part('div', 'notes', { role: 'note', hidden: '' }),
    curve: part('div', 'curve', { hidden: '' }),
    panel: part('aside', 'panel', { hidden: '', 'aria-label': 'Panel' }),
    foot: part('div', 'foot', { hidden: '' }),
    message: part('div', 'message', { role: 'alert', hidden: '' }),
    status: part('div', 'spoken', { role: 'status', 'aria-live': 'polite' }),
  };
  parts.stage.append(parts.canvas, parts.texts, parts.message);
  const work = part('div', 'work');
  const middle = part('main', 'middle');
  middle.append(parts.notes, parts.stage, parts.planes, parts.curve, parts.foot);
  work.append(middle, parts.panel);
  const head = part('header', 'top');
  const title = part('h1', 'spoken');
  title.textContent = 'Viewer';
  head.append(title, parts.toolbar, parts.status);
  root.replaceChildren(head, work);
  return parts;
}
