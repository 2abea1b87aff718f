import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './folders.mjs';
import { installDebianPackages } from './installDebianPackages.mjs';
import { runProgram, succeeds } from './runProgram.mjs';

const oldestNode = [20, 19];
const chromiumPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Checks the running Node and git, and installs the npm packages that package-lock.json names and node_modules lacks. */
export async function setUp() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    throw new Error(
      `RadSteps needs Node ${oldestNode.join('.')} or newer, and this is ${process.version}: install a newer one from https://nodejs.org.`,
    );
  }
  if (!succeeds('git', ['--version'])) {
    const sentence = await installDebianPackages(['git']);
    if (sentence !== null || !succeeds('git', ['--version'])) throw new Error('RadSteps needs git: install it from https://git-scm.com.');
  }
  await installPackages();
}

async function installPackages() {
  if (packagesAreInstalled()) return;
  console.log('Installing the npm packages (about a minute).');
  // ONNX Runtime's install script would fetch CUDA libraries from a server of its own.
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  if ((await runProgram('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: repository, env })) !== 0) {
    throw new Error('npm ci could not install the packages: its messages above say why (often a registry out of reach).');
  }
}

/** Whether npm's own list of what lies in node_modules holds every package of package-lock.json that is not optional. */
export function packagesAreInstalled(folder = repository) {
  const installed = lockedPackages(join(folder, 'node_modules', '.package-lock.json'));
  const wanted = Object.entries(lockedPackages(join(folder, 'package-lock.json')));
  return wanted.every(([path, { version, optional, peer }]) => {
    if (path === '') return true;
    if (installed[path] === undefined) return optional === true || peer === true;
    return installed[path].version === version && existsSync(join(folder, path));
  });
}

function lockedPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {};
}

/** Installs dcmtk and pydicom, with which the tests of reading DICOM compare; says what is missing where that fails, and those tests are skipped. */
export async function installOracles() {
  const sentence = await installDebianPackages(['dcmtk', 'python3-pydicom']);
  if (sentence !== null) console.log(`${sentence} (tests that compare with them are skipped).`);
}

/** Finds Chromium or installs Debian's; throws an Error with one sentence where neither works. */
export async function findChromium() {
  const found = () => chromiumPlaces.find((file) => existsSync(file));
  if (found() === undefined) await installDebianPackages(['chromium', 'fonts-dejavu-core']);
  const file = found();
  if (file === undefined)
    throw new Error('The tests in a browser need Chromium, which is not here and could not be installed: sudo apt-get install chromium.');
  return file;
}
