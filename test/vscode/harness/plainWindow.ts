import type { Page } from 'playwright-core';
import type { Session } from './openSession';

/** A second window on a session's folder without tests in its host: VS Code shows no modal dialog in a window whose host runs tests. */
export type PlainWindow = {
  readonly page: Page;
  /** Runs a command by its title in the command palette, as soon as it is offered. */
  readonly run: (title: string) => Promise<void>;
  /** Presses a button of the modal dialog until the dialog is gone: one that is just drawn swallows a click. */
  readonly answer: (button: string) => Promise<void>;
  /** Waits until the notification centre shows a text. */
  readonly notified: (text: RegExp) => Promise<void>;
  /** Presses a notification's button until what it does is to be seen. */
  readonly press: (button: string, isDone: () => Promise<boolean>) => Promise<void>;
};

const tries = 30;

/** Opens it, in a page of its own beside the session's. */
export async function openPlainWindow(session: Session): Promise<PlainWindow> {
  const url = new URL(session.page.url());
  const payload: readonly (readonly [string, string])[] = JSON.parse(url.searchParams.get('payload') ?? '[]');
  const kept = payload.filter(([key]) => key !== 'extensionTestsPath' && key !== 'extensionEnvironment');
  url.searchParams.set('payload', JSON.stringify(kept));
  const page = await session.page.context().newPage();
  await page.goto(url.href);
  await page.locator('.monaco-workbench .statusbar').waitFor();
  const dialog = page.locator('.monaco-dialog-box');
  const centre = page.locator('.notifications-center');
  const showCentre = async (): Promise<void> => {
    if (!(await centre.isVisible()))
      await page
        .locator('#status\\.notifications')
        .click({ timeout: 2000 })
        .catch(() => undefined);
  };
  return {
    page,
    run: async (title) => {
      const input = page.locator('.quick-input-widget:visible input').first();
      const entry = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
      for (let tried = 0; tried < tries; tried++) {
        await page.keyboard.press('F1');
        await input.fill(`>${title}`, { timeout: 2000 }).catch(() => undefined);
        const isThere = await entry.waitFor({ timeout: 2000 }).then(
          () => true,
          () => false,
        );
        if (isThere) return entry.click();
        await page.keyboard.press('Escape');
      }
      throw new Error(`The command palette never offered "${title}".`);
    },
    answer: async (button) => {
      for (let tried = 0; tried < tries && (await dialog.isVisible()); tried++) {
        await dialog
          .getByRole('button', { name: button, exact: true })
          .click({ timeout: 2000 })
          .catch(() => undefined);
        await dialog.waitFor({ state: 'hidden', timeout: 2000 }).catch(() => undefined);
      }
    },
    notified: async (text) => {
      const found = centre.getByText(text).first();
      for (let tried = 0; tried < tries && !(await found.isVisible()); tried++) {
        await showCentre();
        await found.waitFor({ timeout: 2000 }).catch(() => undefined);
      }
      if (!(await found.isVisible())) throw new Error(`${text} was not to be read; the window says: ${await centre.allInnerTexts()}`);
    },
    press: async (button, isDone) => {
      for (let tried = 0; tried < tries && !(await isDone()); tried++) {
        await showCentre();
        await centre
          .getByRole('button', { name: button })
          .first()
          .click({ timeout: 2000 })
          .catch(() => undefined);
        await page.waitForTimeout(500);
      }
    },
  };
}
