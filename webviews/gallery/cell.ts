/** The texts of one image's cell. */
export type CellTexts = {
  readonly image: string;
  readonly categories: string;
  /** `none`, `draft`, `final`, `disagree`, `signed-off` or `unreadable`, what needs somebody first where there are several. */
  readonly state: string;
  readonly states: string;
  readonly readers: string;
  readonly part: string;
  readonly patient: string;
  /** All of it in words. */
  readonly tip: string;
};

/** What a cell shows of its picture: an address, or words in its place. */
export type CellPicture = { readonly uri: string; readonly words: string };

/** A cell of the grid, made once and filled again for other images. */
export type Cell = {
  readonly element: HTMLElement;
  /** The place of its image in the order shown. */
  place: number;
  readonly fill: (texts: CellTexts) => void;
  readonly show: (picture: CellPicture) => void;
};

const part = (tag: string, className: string): HTMLElement => {
  const element = document.createElement(tag);
  element.className = className;
  return element;
};

/** Makes an empty cell; `broken` hears of a picture that can't be shown. */
export function makeCell(id: string, broken: (place: number) => void): Cell {
  const element = part('div', 'cell');
  element.id = id;
  element.setAttribute('role', 'option');
  const [picture, words, tick] = [part('div', 'picture'), part('span', 'words'), part('span', 'tick')];
  tick.setAttribute('aria-hidden', 'true');
  const image = document.createElement('img');
  image.alt = '';
  image.draggable = false;
  image.decoding = 'async';
  picture.append(image, words, tick);
  const [name, categories, facts] = [part('div', 'name'), part('div', 'categories'), part('div', 'facts')];
  const [state, rest] = [part('span', 'state'), part('span', 'rest')];
  facts.append(state, rest);
  // Grouped or not, a screen reader says whose image it is.
  const patient = part('div', 'spoken');
  element.append(picture, name, categories, facts, patient);
  let shown = '';
  const cell: Cell = {
    element,
    place: -1,
    fill: (texts) => {
      element.title = texts.tip;
      // VS Code's own context menu reads what was clicked from here.
      element.dataset.vscodeContext = JSON.stringify({ webviewSection: 'image', image: texts.image, preventDefaultContextMenuItems: true });
      patient.textContent = `patient ${texts.patient}`;
      name.textContent = texts.image;
      categories.textContent = texts.categories;
      state.textContent = texts.states;
      state.className = `state ${texts.state}`;
      rest.textContent = [texts.readers, texts.part].filter((text) => text !== '').join(' · ');
    },
    show: (next) => {
      words.textContent = next.uri === '' ? next.words : '';
      picture.classList.toggle('empty', next.uri === '' && next.words !== '');
      if (next.uri === shown) return;
      shown = next.uri;
      // The old picture must not stand under the new name until the new one is there.
      image.removeAttribute('src');
      if (shown !== '') image.src = shown;
    },
  };
  image.addEventListener('error', () => {
    if (shown !== '') broken(cell.place);
  });
  return cell;
}
