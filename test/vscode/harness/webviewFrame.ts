import type { FrameLocator, Page } from 'playwright-core';

/** The content of the webview that a VS Code page shows. */
export function webviewFrame(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
}
