import { bestRunWords, dataWords, teamWords } from '../../core/overview/overviewWords';
import { ownSteps, type Person, personOfReader } from '../../core/project/ownTasks';
import { nextTask, type StepStatus, stepProgress, type TaskState, type TaskStatus } from '../../core/project/taskStatus';
import { type Member, roleWords } from '../../core/project/team';
import { UserError } from '../../core/userError';
import { checkProject } from '../check/checkProject';
import { readActivity } from '../overview/readActivity';
import { dataGlanceReader } from '../overview/readDataGlance';
import { readHead } from '../overview/readHead';
import { runsGlanceReader } from '../overview/readRunsGlance';
import { readLocal } from '../project/local';
import { projectStatus } from '../project/projectStatus';
import { readTeam } from '../project/readTeam';
import type { CommandContext, CommandResult } from './context';
import { openProject } from './openProject';

const words: Readonly<Record<TaskState, string>> = { done: 'done', stale: 'stale', open: 'open', 'not-needed': 'not needed' };
const width = Math.max(...Object.values(words).map(({ length }) => length));

type Options = { readonly mine?: boolean; readonly role?: readonly string[] };

/** `radsteps status`. */
export async function statusCommand(context: CommandContext, _words: readonly string[], options: Options): Promise<CommandResult> {
  const root = await openProject(context);
  const all = await projectStatus(root);
  // The team's own task says what is wrong with its file.
  const team = await readTeam(root).catch((error: unknown) => {
    if (error instanceof UserError) return [];
    throw error;
  });
  const person = await wantedPerson(root, team, options);
  const steps = person === null ? all : ownSteps(all, person, team);
  const progress = new Map(all.map((step) => [step.step.number, stepProgress(step)]));
  const next = nextTask(steps);
  const lines = steps.flatMap((step) => [
    `${step.step.number} ${step.step.title}: ${progress.get(step.step.number)?.done} of ${progress.get(step.step.number)?.needed} done`,
    ...step.tasks.map((task) => `   ${words[task.state].padEnd(width)}  ${task.task.title}${reasonOf(task)}`),
  ]);
  const facts = await readFacts(root);
  const result = { next: next?.task.id ?? null, person, steps: steps.map((step) => stepResult(step, progress)) };
  return {
    result: context.output.mode === 'text' ? result : { ...facts.head, ...result, ...(await machineFacts(root, context)), ...facts.glance },
    text: [...lines, '', ...facts.lines, '', lastLine(next, person)].join('\n'),
  };
}

/** Whose tasks are asked for; null for everybody's. Throws UserError where nobody knows who sits here. */
async function wantedPerson(root: string, team: readonly Member[], { mine = false, role = [] }: Options): Promise<Person | null> {
  const unknown = role.find((name) => !(name in roleWords));
  if (unknown !== undefined)
    throw new UserError(`There is no role "${unknown}"; the roles are ${Object.keys(roleWords).join(', ')}.`, { badUsage: true });
  if (role.length > 0) return { name: '', roles: role };
  if (!mine) return null;
  const { reader } = await readLocal(root);
  const person = personOfReader(team, reader);
  if (person !== null) return person;
  const why = team.length === 0 ? '2-team/team.yaml names nobody yet' : `nobody in 2-team/team.yaml has the reader "${reader}"`;
  throw new UserError(`Whose tasks are yours is not known: ${why}. Add it there, or name your role with --role, such as --role developer.`);
}

/** Who is there, which data, and the best run; what can't be read is a sentence in its place. */
async function readFacts(root: string) {
  const said = <T>(reading: Promise<T>): Promise<T | { readonly problem: string }> =>
    reading.catch((error: unknown) => {
      if (error instanceof UserError) return { problem: error.message };
      throw error;
    });
  const { steps: _steps, next: _next, ...head } = await readHead(root);
  const [data, runs] = await Promise.all([said(dataGlanceReader(root)()), said(runsGlanceReader(root)())]);
  const lines = [
    `Team: ${teamWords(head)}`,
    `Data: ${'problem' in data ? data.problem : [dataWords(data), data.labels].filter((part) => part !== '').join('; labels: ')}`,
    `Best run: ${'problem' in runs ? runs.problem : bestRunWords(runs)}`,
  ];
  return { head, glance: { data, runs }, lines };
}

/** What only machines want, since it takes longer. */
async function machineFacts(root: string, { output, host }: CommandContext) {
  const { findings, accepted } = await checkProject(root, { cached: true, report: output.progress, signal: host.signal });
  const count = (wanted: string): number => findings.filter(({ severity }) => severity === wanted).length;
  const found = { error: count('error'), warning: count('warning'), information: count('information'), accepted };
  return { findings: found, activity: await readActivity(root, 10) };
}

function lastLine(next: TaskStatus | null, person: Person | null): string {
  if (next === null) return person === null ? 'Nothing is open.' : 'Nothing of this is open.';
  return `Next: ${next.task.title} (${next.task.id})${next.task.files.map((file) => `, ${file}`)[0] ?? ''}`;
}

const reasonOf = ({ reason, state }: TaskStatus): string => (reason === '' || state === 'done' ? '' : ` (${reason})`);

const stepResult = ({ step, tasks }: StepStatus, progress: ReadonlyMap<number, ReturnType<typeof stepProgress>>) => ({
  ...{ number: step.number, title: step.title, folder: step.folder, ...progress.get(step.number) },
  tasks: tasks.map(({ task, state, reason }) => ({ id: task.id, title: task.title, state, reason, files: task.files, roles: task.roles })),
});
