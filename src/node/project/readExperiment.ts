import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { completeExperiment, type ExperimentFile } from '../../core/experiment/completeExperiment';
import { expandEngine, expandEngineSet } from '../../core/experiment/engineSetting';
import type { Experiment } from '../../core/experiment/experiment';
import { completeSweep, type Sweep } from '../../core/experiment/sweep';
import { applySets } from '../../core/project/applySets';
import { layout } from '../../core/project/layout';
import { suggestion } from '../../core/project/nearest';
import { parseYaml } from '../../core/project/parseYaml';
import { UserError } from '../../core/userError';
import { readTextIfThere } from './readText';

/** An experiment with every default filled in. */
export type ReadExperiment = {
  readonly experiment: Experiment;
  /** What `--set` changed, by dotted key. */
  readonly changed: Readonly<Record<string, unknown>>;
  /** SHA-256 of the file's text with line feeds, in hex; changes by `--set` are not in it. */
  readonly sha256: string;
  /** What `radsteps sweep` varies; null where the file has no such section. */
  readonly sweep: Sweep | null;
};

const extension = /\.ya?ml$/;

/** The names of a project's experiments (file names without `.yaml`), sorted; none when the folder is missing. */
export async function listExperiments(root: string): Promise<readonly string[]> {
  const files = await readdir(join(root, layout.experiments)).catch(() => []);
  return files
    .filter((name) => name.endsWith('.yaml') && !name.startsWith('.'))
    .map((name) => name.replace(extension, ''))
    .sort();
}

/** The experiment that is meant when none is named: `quick`, else the only one; throws UserError when that is no answer. */
export async function defaultExperiment(root: string): Promise<string> {
  const names = await listExperiments(root);
  const [only] = names;
  if (only === undefined) throw new UserError(`There is no experiment in ${layout.experiments}: write one there, for example quick.yaml.`);
  if (names.includes('quick')) return 'quick';
  if (names.length > 1) throw new UserError(`There are several experiments, so name one: ${names.join(', ')}.`);
  return only;
}

/** Reads an experiment by its name (or file name) and changes it by dotted keys; throws UserError for what is missing, unknown or invalid. */
export async function readExperiment(root: string, name: string, sets: Readonly<Record<string, string>>): Promise<ReadExperiment> {
  const plain = name.replace(extension, '');
  const file = `${layout.experiments}/${plain}.yaml`;
  const text = /^[^/\\]+$/.test(plain) && !plain.startsWith('.') ? await readTextIfThere(root, file) : null;
  if (text === null) throw await unknownExperiment(root, name);
  const written = parseYaml<ExperimentFile>(file, text, 'experiment');
  // Before the changes, so that `--set engine.threads=2` adds to a one-word engine.
  const asSections = written.engine === undefined ? written : { ...written, engine: expandEngine(written.engine) };
  const { value, changed } = applySets<ExperimentFile>(asSections, expandEngineSet(sets), 'experiment');
  const sha256 = createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
  return { experiment: completeExperiment(value), changed, sha256, sweep: value.sweep === undefined ? null : completeSweep(value.sweep) };
}

async function unknownExperiment(root: string, name: string): Promise<UserError> {
  const names = await listExperiments(root);
  if (names.length === 0) return new UserError(`There is no experiment "${name}"; ${layout.experiments} holds none.`);
  const hint = suggestion(name, names);
  return new UserError(`There is no experiment "${name}" in ${layout.experiments}; ${hint}${hint.endsWith('?') ? '' : '.'}`);
}
