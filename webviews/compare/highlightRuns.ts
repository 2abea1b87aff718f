/** Highlights everything of the run that the pointer or the focus is on: elements say their run's place in `data-run`. */
export function highlightRuns(root: HTMLElement): void {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  let shown = '';
  const show = (run: string): void => {
    if (run === shown) return;
    shown = run;
    sheet.replaceSync(run === '' ? '' : rulesOf(run));
  };
  const runOf = ({ target }: Event): string =>
    target instanceof Element ? (target.closest('[data-run]')?.getAttribute('data-run') ?? '') : '';
  root.addEventListener('pointerover', (event) => show(runOf(event)));
  root.addEventListener('pointerleave', () => show(''));
  root.addEventListener('focusin', (event) => show(runOf(event)));
  root.addEventListener('focusout', () => show(''));
}

/** Others' curves fade, the run's own names and cells get a ground. */
const rulesOf = (run: string): string => `
  svg [data-run]:not([data-run="${run}"]) { opacity: 0.15; }
  :is(td, th, .run-name, .row > *)[data-run="${run}"] { background: var(--vscode-list-hoverBackground, rgba(128, 128, 128, 0.25)); }
`;
