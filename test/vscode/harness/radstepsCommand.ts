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
  await session.host((vscode) => vscode.commands.executeCommand('notifications.showList').then(() => null));
  await session.page.locator('.notifications-center').getByText(text).first().waitFor();
}

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
