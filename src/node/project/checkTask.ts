import type { Task, TaskCheck } from '../../core/project/tasks/task';
import { checkAgreement, checkImages, checkLabels, checkProtocol, checkSize, checkSplit } from './checkDataTasks';
import { type CheckedTask, checkFiles, type TaskChecker } from './checkedTask';
import { checkApprovals, checkAudit, checkRisk, checkTeam } from './checkPeopleTasks';
import { checkCard, checkExperiments, checkRun } from './checkRunTasks';

const checks: Readonly<Record<TaskCheck, TaskChecker>> = {
  files: checkFiles,
  team: checkTeam,
  approvals: checkApprovals,
  risk: checkRisk,
  protocol: checkProtocol,
  images: checkImages,
  labels: checkLabels,
  agreement: checkAgreement,
  split: checkSplit,
  size: checkSize,
  experiments: checkExperiments,
  run: checkRun,
  card: checkCard,
  audit: checkAudit,
};

/** Looks at what a task has made; throws UserError with what is invalid. */
export const checkTask = (root: string, task: Task): Promise<CheckedTask> => checks[task.check](root, task.files);
