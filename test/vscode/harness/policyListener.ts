import type { Page } from 'playwright-core';

/** What the browser says of broken content security policies in webviews; the list grows while the session lives. */
export function listenForPolicy(page: Page): readonly string[] {
  const said: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    // VS Code's own page has a policy, too, which is none of ours.
    if (/content security policy/i.test(text) && /webview|blob:|nonce-/.test(`${text} ${message.location().url}`)) said.push(text);
  });
  return said;
}
