// Takes a picture of VS Code showing a project, for people who want to look at what they changed; test/vscode/README.md has examples.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { buildIfNeeded } from './buildIfNeeded.mjs';
import { bundleHostTests } from './bundleHostTests.mjs';
import { repository } from './folders.mjs';
import { loadTypeScript } from './loadTypeScript.mjs';
import { setUp } from './setUp.mjs';

const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern', contrast: 'Default High Contrast' };
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    theme: { type: 'string', default: 'dark' },
    project: { type: 'string', default: join(repository, 'demo', 'bone-age') },
    out: { type: 'string', default: join(repository, '.cache', 'look.png') },
    size: { type: 'string', default: '1440x900' },
    wait: { type: 'string', default: '3000' },
    restricted: { type: 'boolean', default: false },
    empty: { type: 'boolean', default: false },
  },
});

await setUp();
await buildIfNeeded();
await bundleHostTests();
const { openSession } = await loadTypeScript('test/vscode/harness/openSession.ts');
const { smallProject, removeSmallProject } = await loadTypeScript('test/vscode/harness/smallProject.ts');
const { closeBrowser } = await loadTypeScript('test/launchBrowser.ts');

const [width, height] = values.size.split('x').map(Number);
const project = existsSync(values.project) ? resolve(values.project) : (await smallProject()).root;
const session = await openSession({
  project: values.empty ? null : project,
  restricted: values.restricted,
  viewport: { width, height },
  settings: { 'workbench.colorTheme': themes[values.theme] ?? values.theme },
});
try {
  for (const step of positionals) await perform(step);
  await sleep(Number(values.wait));
  await session.page.screenshot({ path: values.out });
  console.log(values.out);
} finally {
  await session.close();
  await closeBrowser();
  await removeSmallProject();
}

/** A step is `command`, `command=[arguments as JSON]`, `open=path in the project`, `click=text`, `press=key`, or `wait=milliseconds`. */
async function perform(step) {
  const [name, rest] = step.split(/=(.*)/s);
  if (name === 'wait') return sleep(Number(rest));
  if (name === 'press') return session.page.keyboard.press(rest);
  if (name === 'click') return session.page.getByText(rest).first().click();
  if (name === 'open')
    return session.host(
      (vscode, file) => vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file)).then(() => null),
      join(session.folder, rest),
    );
  // Not awaited in the host: a command that asks something ends only when it is answered.
  const run = (vscode, { id, args }) => {
    vscode.commands.executeCommand(id, ...args).then(undefined, (error) => vscode.window.showErrorMessage(String(error)));
    return null;
  };
  await session.host(run, { id: name, args: rest ? JSON.parse(rest) : [] });
  await sleep(500);
}
