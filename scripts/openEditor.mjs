import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { cacheFolder, repository } from './folders.mjs';
import { makePackage } from './makePackage.mjs';
import { runProgram, succeeds } from './runProgram.mjs';
import { startCodeServer } from './startCodeServer.mjs';

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** Opens a project in the desktop's VS Code if there is one, else in code-server until Ctrl-C. */
export async function openEditor(project) {
  // Inside a remote terminal `code` is another program, which can't load an extension under development.
  if (hasDisplay && !process.env.VSCODE_IPC_HOOK_CLI && succeeds('code', ['--version'])) {
    console.log('\nOpening VS Code with RadSteps loaded.');
    if ((await runProgram('code', ['--new-window', `--extensionDevelopmentPath=${repository}`, project])) === 0) return;
  }
  await openInBrowser(project);
}

async function openInBrowser(project) {
  const vsix = await makePackage();
  const server = await startCodeServer({ state: join(cacheFolder(), 'demo'), extensions: [vsix] });
  const address = `${server.url}?folder=${encodeURIComponent(project)}`;
  console.log(`\nVS Code with RadSteps is at ${address}\nPress Ctrl-C to end it.`);
  if (hasDisplay) openAddress(address);
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
  });
  await server.stop();
  console.log('\nVS Code has ended.');
}

function openAddress(address) {
  const opener = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform] ?? ['xdg-open'];
  const child = spawn(opener[0], [...opener.slice(1), address], { stdio: 'ignore', detached: true });
  // Without an opener the printed address serves.
  child.once('error', () => undefined);
  child.unref();
}
