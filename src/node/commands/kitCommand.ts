import { describeKit } from '../../core/experiment/kitReport';
import { layout } from '../../core/project/layout';
import { keepOutcomes } from '../kit/chooseBackends';
import { readKit } from '../kit/readKit';
import { saveKit } from '../kit/saveKit';
import { findProject } from '../project/findProject';
import { cardTraces } from '../training/graphicsCard';
import type { CommandContext, CommandResult } from './context';

type Options = { readonly save?: string };

/** `radsteps kit`; needs no project, but knows of one. */
export async function kitCommand(
  { host, folder, output }: CommandContext,
  _: readonly string[],
  { save }: Options,
): Promise<CommandResult> {
  const project = save === undefined ? await findProject(folder).catch(() => null) : await findProject(folder);
  const report = await readKit(project ?? folder, host.trainer, output.progress, host.signal);
  if (save === undefined || project === null) return { result: report, text: describeKit(report) };
  await saveKit(project, save, report);
  const cards = await cardTraces();
  if (cards !== null) await keepOutcomes(project, report.backends, cards);
  return { result: report, text: `${describeKit(report)}\nWritten to ${layout.kit} as ${save}.` };
}
