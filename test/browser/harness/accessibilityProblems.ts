import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

type AxeResult = {
  readonly violations: readonly { readonly id: string; readonly help: string; readonly nodes: readonly { readonly html: string }[] }[];
};

/** What axe finds wrong with a page, a line a rule. */
export async function accessibilityProblems(page: Page): Promise<readonly string[]> {
  const axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(axe);
  const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResult;
  return violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help} (${nodes
        .map(({ html }) => html)
        .join(' | ')
        .slice(0, 300)})`,
  );
}
