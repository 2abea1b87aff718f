import { bundleHostTests } from '../../scripts/bundleHostTests.mjs';
import { loadTypeScript } from '../../scripts/loadTypeScript.mjs';
import { makePackage } from '../../scripts/makePackage.mjs';

const sessions = 3;

/** The packaged extension's own time in VS Code, loading its code and activating, as VS Code measures it: the median of three sessions. */
export async function measure() {
  await bundleHostTests();
  const vsix = await makePackage();
  const { openSession } = await loadTypeScript('test/vscode/harness/openSession.ts');
  const { smallProject, removeSmallProject } = await loadTypeScript('test/vscode/harness/smallProject.ts');
  const { closeBrowser } = await loadTypeScript('test/launchBrowser.ts');
  const project = (await smallProject()).root;
  const figures = [];
  for (let index = 0; index < sessions; index += 1) figures.push(await measureOnce(() => openSession({ project, vsix })));
  await closeBrowser();
  await removeSmallProject();
  return { title: 'activation', figure: figures.sort((a, b) => a - b)[Math.floor(sessions / 2)], budget: 50, unit: 'ms' };
}

async function measureOnce(open) {
  const session = await open();
  try {
    const text = await session.host(async (vscode) => {
      await vscode.extensions.getExtension('radsteps.radsteps').activate();
      await vscode.commands.executeCommand('perfview.show');
      const read = () => vscode.workspace.textDocuments.find((document) => document.uri.scheme === 'perf')?.getText() ?? '';
      for (let tries = 0; tries < 100 && !/radsteps\.radsteps/.test(read()); tries += 1)
        await new Promise((resolve) => setTimeout(resolve, 100));
      return read();
    });
    return activationTime(text);
  } finally {
    await session.close();
  }
}

/** Loading plus calling `activate`, in ms, from the table of VS Code's startup performance page. */
function activationTime(text) {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  const cells = (line) => line.split('|').map((cell) => cell.trim());
  const at = lines.findIndex((line) => line.includes('Load Code'));
  const row = lines.find((line) => cells(line)[1] === 'radsteps.radsteps');
  if (at < 0 || row === undefined) throw new Error(`VS Code's startup performance page says nothing of RadSteps:\n${text.slice(0, 2000)}`);
  const number = (title) => Number(cells(row)[cells(lines[at]).indexOf(title)]);
  return number('Load Code') + number('Call Activate');
}
