import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './folders.mjs';
import { manifestOf } from './listRuntimePackages.mjs';

/** Writes the licences of the DICOM dictionary and of other people's packages, by the packages' names, into one text file. */
export function writeNotices(file, names) {
  const head = 'RadSteps contains the following packages, each under its own licence.\n';
  const dictionary = readFileSync(join(repository, 'scripts', 'dictionaryNotice.txt'), 'utf8');
  writeFileSync(file, [head, dictionary, ...names.map(notice)].join(`\n${'-'.repeat(80)}\n\n`));
}

function notice(name) {
  const folder = join('node_modules', name);
  const { version, license, author, homepage } = manifestOf(folder);
  const by = typeof author === 'string' ? author : author?.name;
  const head = [`${name} ${version}`, `Licence: ${license ?? 'see below'}`, by && `Author: ${by}`, homepage].filter(Boolean).join('\n');
  const texts = licenceFiles(join(repository, folder)).map((path) => readFileSync(path, 'utf8').trim());
  return `${[head, ...texts].join('\n\n')}\n`;
}

function licenceFiles(folder) {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
  const licences = files.filter((name) => /^(licen[cs]e|copying|notice|third-?party)/i.test(name));
  // Some packages state the licences of what they contain in their README alone.
  const chosen = licences.length > 0 ? licences : files.filter((name) => /^readme/i.test(name));
  return chosen.map((name) => join(folder, name));
}
