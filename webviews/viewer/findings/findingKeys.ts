import type { FindingModel } from './findingModel';

/** A field that takes letters as text. */
const typing = 'input:not([type=range]):not([type=checkbox]), select, textarea';

/** Keys of the findings come before the viewer's own; while `ready` has no model yet they do nothing, rather than what they mean to the viewer. */
export function listenToFindingKeys(ready: () => FindingModel | null, step: (step: 1 | -1) => void): void {
  document.addEventListener(
    'keydown',
    (event) => {
      const isTyping = event.target instanceof Element && event.target.matches(typing);
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping || !press(ready(), step, event.key)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
}

function press(model: FindingModel | null, step: (step: 1 | -1) => void, key: string): boolean {
  if (model === null) return /^[agjk1-9]$/i.test(key);
  const run = /^[1-9]$/.test(key) ? model.findings.findings[Number(key) - 1]?.run : undefined;
  if (run !== undefined) model.toggleRun(run);
  else if (key === 'a') model.toggleAttention();
  else if (key === 'A') model.nextAttention();
  else if (key === 'g' || key === 'G') model.toggleLabel();
  else if (key === 'j' || key === 'J' || key === 'k' || key === 'K') step(key.toLowerCase() === 'j' ? 1 : -1);
  else if (key === 'Escape' && model.attention?.status === 'asked') model.toggleAttention(model.attention.run);
  else return false;
  return true;
}
