import { nextTask, type StepStatus, stepProgress, type TaskState, type TaskStatus } from '../../core/project/taskStatus';
import { projectStatus } from '../project/projectStatus';
import type { CommandContext, CommandResult } from './context';
import { openProject } from './openProject';

const words: Readonly<Record<TaskState, string>> = { done: 'done', stale: 'stale', open: 'open', 'not-needed': 'not needed' };
const width = Math.max(...Object.values(words).map(({ length }) => length));

/** `radsteps status`. */
export async function statusCommand(context: CommandContext): Promise<CommandResult> {
  const steps = await projectStatus(await openProject(context));
  const next = nextTask(steps);
  const lines = steps.flatMap((step) => [
    stepLine(step),
    ...step.tasks.map((task) => `   ${words[task.state].padEnd(width)}  ${task.task.title}${reasonOf(task)}`),
  ]);
  const last =
    next === null ? 'Nothing is open.' : `Next: ${next.task.title} (${next.task.id})${next.task.files.map((file) => `, ${file}`)[0] ?? ''}`;
  return {
    result: { next: next?.task.id ?? null, steps: steps.map(stepResult) },
    text: [...lines, '', last].join('\n'),
  };
}

function stepLine(status: StepStatus): string {
  const { done, needed } = stepProgress(status);
  return `${status.step.number} ${status.step.title}: ${done} of ${needed} done`;
}

const reasonOf = ({ reason, state }: TaskStatus): string => (reason === '' || state === 'done' ? '' : ` (${reason})`);

const stepResult = (status: StepStatus) => ({
  ...{ number: status.step.number, title: status.step.title, folder: status.step.folder, ...stepProgress(status) },
  tasks: status.tasks.map(({ task, state, reason }) => ({ id: task.id, title: task.title, state, reason, files: task.files })),
});
