import { spawnSync } from 'node:child_process';
import { runProgram, succeeds } from './runProgram.mjs';

/**
 * Installs what is missing of a list of Debian packages, as root or with a sudo that asks for no password.
 * Resolves to null when nothing is missing any more, else to one sentence naming the packages.
 */
export async function installDebianPackages(names, log) {
  const missing = missingPackages(names);
  if (missing.length === 0) return null;
  const sentence = `These Debian packages are needed and could not be installed from here: sudo apt-get install ${missing.join(' ')}`;
  const administrator = asAdministrator();
  if (administrator === null || !succeeds('apt-get', ['--version'])) return sentence;
  console.log(`Installing the Debian packages ${missing.join(', ')}.`);
  const apt = (...args) => {
    const [command, ...rest] = [...administrator, 'apt-get', '-y', '-q', '-o', 'DPkg::Lock::Timeout=120', ...args];
    return runProgram(command, rest, { log });
  };
  const install = () => apt('install', '--no-install-recommends', ...missing);
  // A fresh container has no package lists, and old ones name versions that are gone.
  if ((await install()) === 0) return null;
  await apt('update');
  return (await install()) === 0 ? null : sentence;
}

function missingPackages(names) {
  if (!succeeds('dpkg-query', ['--version'])) return [];
  return names.filter((name) => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholder
    const answer = spawnSync('dpkg-query', ['-W', '-f=${Status}', name], { encoding: 'utf8' });
    return !answer.stdout.includes('install ok installed');
  });
}

function asAdministrator() {
  const environment = ['env', 'DEBIAN_FRONTEND=noninteractive'];
  if (process.getuid?.() === 0) return environment;
  return succeeds('sudo', ['-n', 'true']) ? ['sudo', '-n', ...environment] : null;
}
