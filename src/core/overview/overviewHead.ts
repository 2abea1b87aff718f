import { type StepStatus, stepProgress, type TaskState, type TaskStatus } from '../project/taskStatus';
import { isNamed, type Member, wordsOfRoles, wordsOfSkills } from '../project/team';
import { type TeamGap, teamGaps } from '../project/teamGaps';
import { taskAction } from './taskAction';

/** A step as the overview shows it; `next` is its first task that is open or stale. */
export type OverviewStep = {
  readonly number: number;
  readonly title: string;
  readonly done: number;
  readonly needed: number;
  readonly stale: number;
  readonly next: { readonly id: string; readonly title: string } | null;
};

/** What to do next, with the words of what one click does. */
export type OverviewNext = {
  readonly id: string;
  readonly step: string;
  readonly title: string;
  readonly why: string;
  readonly state: TaskState;
  readonly reason: string;
  readonly roles: readonly string[];
  readonly action: string;
};

/** Somebody of the team; `name` is '' where the template's question stands. */
export type OverviewMember = {
  readonly name: string;
  readonly from: string;
  readonly roles: readonly string[];
  readonly skills: readonly string[];
};

/** The one number that decides, from `problem.yaml`. */
export type OverviewSuccess = {
  readonly metric: string;
  readonly op: string;
  readonly value: number;
  readonly unit: string;
  readonly why: string;
};

/** What the overview says first: it is read from small files. */
export type OverviewHead = {
  readonly name: string;
  readonly template: string;
  /** '' where `problem.yaml` is missing or invalid. */
  readonly question: string;
  readonly success: OverviewSuccess | null;
  readonly steps: readonly OverviewStep[];
  readonly next: OverviewNext | null;
  readonly members: readonly OverviewMember[];
  readonly gaps: readonly TeamGap[];
};

/** What the head is made from. */
export type HeadSources = {
  readonly project: { readonly name: string; readonly template: string };
  readonly problem: { readonly question: string; readonly success: OverviewSuccess } | null;
  readonly steps: readonly StepStatus[];
  readonly team: readonly Member[];
};

/** Makes the overview's head. */
export function overviewHead({ project, problem, steps, team }: HeadSources): OverviewHead {
  const due = steps.flatMap(({ step, tasks }) => tasks.filter(isDue).map((status) => ({ step, status })));
  const [first] = due;
  return {
    ...{ name: project.name, template: project.template },
    ...{ question: problem?.question ?? '', success: problem?.success ?? null },
    steps: steps.map(overviewStep),
    next: first === undefined ? null : overviewNext(`${first.step.number} ${first.step.title}`, first.status),
    members: team.map(overviewMember),
    gaps: teamGaps(team),
  };
}

const isDue = ({ state }: TaskStatus): boolean => state === 'open' || state === 'stale';

function overviewStep(status: StepStatus): OverviewStep {
  const { step, tasks } = status;
  const next = tasks.find(isDue)?.task;
  return {
    ...{ number: step.number, title: step.title, ...stepProgress(status) },
    stale: tasks.filter(({ state }) => state === 'stale').length,
    next: next === undefined ? null : { id: next.id, title: next.title },
  };
}

const overviewNext = (step: string, status: TaskStatus): OverviewNext => ({
  ...{ id: status.task.id, step, title: status.task.title, why: status.task.why, state: status.state, reason: status.reason },
  roles: wordsOfRoles(status.task.roles),
  action: taskAction(status),
});

const overviewMember = (member: Member): OverviewMember => ({
  name: isNamed(member) ? member.name : '',
  from: member.from ?? '',
  roles: wordsOfRoles(member.roles),
  skills: wordsOfSkills(member.skills),
});
