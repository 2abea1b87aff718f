import { dataTasks } from './tasks/dataTasks';
import { governanceTasks } from './tasks/governanceTasks';
import { kitTasks } from './tasks/kitTasks';
import { networkTasks } from './tasks/networkTasks';
import { problemTasks } from './tasks/problemTasks';
import type { Task, TaskTexts } from './tasks/task';
import { teamTasks } from './tasks/teamTasks';
import { validationTasks } from './tasks/validationTasks';

/** One of the seven steps from an idea to a monitored model. */
export type Step = {
  readonly number: number;
  readonly title: string;
  readonly folder: string;
  readonly tasks: readonly Task[];
};

const usual = { command: null, check: 'files', dependsOn: [], signOff: false, starter: null } as const;

const step = (number: number, title: string, folder: string, tasks: TaskTexts): Step => ({
  number,
  title,
  folder,
  tasks: Object.entries(tasks).map(([word, task]) => ({ ...usual, ...task, id: `${folder}/${word}` })),
});

/** The seven steps with their tasks, in the order in which one does them. */
export const steps: readonly Step[] = [
  step(1, 'Problem', '1-problem', problemTasks),
  step(2, 'Team', '2-team', teamTasks),
  step(3, 'Data', '3-data', dataTasks),
  step(4, 'Kit', '4-kit', kitTasks),
  step(5, 'Network', '5-network', networkTasks),
  step(6, 'Validation', '6-validation', validationTasks),
  step(7, 'Governance', '7-governance', governanceTasks),
];

/** The task with an id, or undefined. */
export const taskOf = (id: string): Task | undefined => steps.flatMap(({ tasks }) => tasks).find((task) => task.id === id);
