import { type Approval, approvalsFile, parseApprovals, signOffState } from '../../core/project/approval';
import { inputFiles } from '../../core/project/inputFiles';
import type { MadeFrom, NotNeeded } from '../../core/project/madeFrom';
import { steps } from '../../core/project/steps';
import type { StepStatus, TaskStatus } from '../../core/project/taskStatus';
import type { Task } from '../../core/project/tasks/task';
import { UserError } from '../../core/userError';
import { checkTask } from './checkTask';
import { stateHash } from './fileHashes';
import { readProject } from './readProject';
import { readTeam } from './readTeam';
import { readTextIfThere } from './readText';
import { readMadeFrom, readNotNeeded } from './taskNotes';

type Notes = {
  readonly madeFrom: MadeFrom;
  readonly notNeeded: ReadonlyMap<string, NotNeeded>;
  readonly approvals: readonly Approval[];
  readonly builders: readonly string[];
  readonly today: string;
  /** Each file is hashed once, however many tasks depend on it. */
  readonly hashOf: (file: string) => Promise<string | null>;
};

/** Looks at a project's files and says of every task where it stands; throws UserError when `radsteps.yaml` is missing or invalid. */
export async function projectStatus(root: string): Promise<readonly StepStatus[]> {
  await readProject(root);
  const notes = await readNotes(root);
  return Promise.all(
    steps.map(async (step) => ({ step, tasks: await Promise.all(step.tasks.map((task) => taskStatus(root, task, notes))) })),
  );
}

async function readNotes(root: string): Promise<Notes> {
  const hashes = new Map<string, Promise<string | null>>();
  const hashOf = (file: string): Promise<string | null> => {
    const known = hashes.get(file) ?? stateHash(root, file).catch(nothing(null));
    hashes.set(file, known);
    return known;
  };
  // What can't be read shows at its own task; it must not hide the state of everything else.
  const approvals = readTextIfThere(root, approvalsFile).then((text) => (text === null ? [] : parseApprovals(text)));
  return {
    madeFrom: await readMadeFrom(root).catch(nothing(new Map())),
    notNeeded: await readNotNeeded(root).catch(nothing(new Map())),
    approvals: await approvals.catch(nothing([])),
    builders: (await readTeam(root).catch(nothing([]))).filter(({ roles }) => roles.includes('developer')).map(({ name }) => name),
    today: new Date().toISOString().slice(0, 10),
    hashOf,
  };
}

const nothing =
  <T>(instead: T) =>
  (error: unknown): T => {
    if (error instanceof UserError) return instead;
    throw error;
  };

async function taskStatus(root: string, task: Task, notes: Notes): Promise<TaskStatus> {
  const unneeded = notes.notNeeded.get(task.id);
  if (unneeded !== undefined) return { task, state: 'not-needed', reason: `${unneeded.reason} (${unneeded.by}, ${unneeded.date})` };
  try {
    const checked = await checkTask(root, task);
    const state = checked.state === 'done' ? ((await signedOff(task, notes)) ?? (await current(task, notes)) ?? checked) : checked;
    return { task, ...state };
  } catch (error) {
    // One unreadable file must not hide the state of everything else.
    if (error instanceof UserError) return { task, state: 'open', reason: `invalid: ${error.message}` };
    throw error;
  }
}

type Judged = { readonly state: 'open' | 'stale'; readonly reason: string };

/** Null where the task needs no sign-off, or has one that holds. */
async function signedOff({ signOff, files }: Task, { approvals, builders, today, hashOf }: Notes): Promise<Judged | null> {
  const [file = ''] = files;
  if (!signOff) return null;
  const found = signOffState(file, { approvals, builders, today, sha256: (await hashOf(file)) ?? '' });
  return found.state === 'signed' ? null : { state: found.state === 'changed' ? 'stale' : 'open', reason: found.reason };
}

/** Null where a task was made from the present state of what it depends on, or nobody noted from what. */
async function current(task: Task, { madeFrom, hashOf }: Notes): Promise<Judged | null> {
  const noted = madeFrom.get(task.id);
  if (noted === undefined) return null;
  const states = await Promise.all(inputFiles(task, steps).map(async (file) => ({ file, hash: await hashOf(file) })));
  const changed = states.filter(({ file, hash }) => noted.has(file) && noted.get(file) !== hash).map(({ file }) => file);
  if (changed.length === 0) return null;
  const names = changed.map((file) => file.slice(file.lastIndexOf('/') + 1));
  return { state: 'stale', reason: `${names.join(', ')} ${names.length === 1 ? 'has' : 'have'} changed since it was made` };
}
