import type { Locator } from 'playwright-core';
import type { Session } from './openSession';

/** Runs one of the extension's commands with an argument and resolves to what it returns. */
export async function radstepsCommand<R>(session: Session, name: string, argument: unknown = {}): Promise<R | null> {
  const call = { name, argument };
  return session.host((vscode, asked: typeof call) => vscode.commands.executeCommand<R>(asked.name, asked.argument), call);
}

/** Starts one of the extension's commands and does not wait for its end. */
export async function startCommand(session: Session, name: string, argument: unknown = {}): Promise<void> {
  await session.host(
    (vscode, asked: { name: string; argument: unknown }) => {
      void vscode.commands.executeCommand(asked.name, asked.argument);
      return null;
    },
    { name, argument },
  );
}

/** Opens the notification centre and waits until it shows this text. */
export async function waitForNotification(session: Session, text: RegExp): Promise<void> {
  await untilShown(session, session.page.locator('.notifications-center').getByText(text).first());
}

/** Presses a button of a notification until what it does is to be seen: the centre draws itself anew while another notification ends, and swallows a click. */
export async function pressNotificationButton(session: Session, button: string, effect: Locator): Promise<void> {
  const press = session.page.locator('.notifications-center').getByRole('button', { name: button });
  await untilShown(session, effect, () => press.click({ timeout: 2000 }));
}

/** The centre closes by itself when its last notification ends, so it is opened again while the text is awaited. */
async function untilShown({ host, page }: Session, awaited: Locator, act: () => Promise<void> = async () => undefined): Promise<void> {
  for (let tries = 0; tries < 10 && !(await awaited.isVisible()); tries += 1) {
    await host((vscode) => vscode.commands.executeCommand('notifications.showList').then(() => null));
    await act().catch(() => undefined);
    await awaited.waitFor({ timeout: 4000 }).catch(() => undefined);
  }
  if (!(await awaited.isVisible())) throw new Error(`${awaited} did not appear; the window says: ${await textOf(page)}`);
}

const textOf = async (page: Session['page']): Promise<string> =>
  (await page.locator('.notifications-center, .notifications-toasts, .tabs-container').allInnerTexts()).join(' | ').replaceAll('\n', ' ');

/** Waits until the extension knows the window's project and its runs. */
export async function untilReady(session: Session): Promise<void> {
  await session.host((vscode) =>
    vscode.extensions
      .getExtension('radsteps.radsteps')
      ?.activate()
      .then(({ ready }) => ready)
      .then(() => null),
  );
}
