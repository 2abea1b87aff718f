import type { Locator, Page } from 'playwright-core';

/** The rows of one level, 1 being the outermost, of the tree view with this title; the view must be shown. */
export function treeItems(page: Page, view: string, level: number): Locator {
  return page.locator(`.pane-body [role="tree"][aria-label="${view}"] [role="treeitem"][aria-level="${level}"]`);
}
