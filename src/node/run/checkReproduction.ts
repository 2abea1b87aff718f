import { cpus } from 'node:os';
import { join } from 'node:path';
import { version } from '../../../package.json';
import { completeExperiment } from '../../core/experiment/completeExperiment';
import { engineLimits, namedImages, otherHashes, type ReproductionCheck, recordedCores } from '../../core/experiment/reproduction';
import type { RunRecord } from '../../core/experiment/runRecord';
import type { ReportProgress } from '../../core/progress';
import { layout } from '../../core/project/layout';
import { readLocalFiles } from '../dataset/localFiles';
import { sha256 } from '../dataset/readDataset';
import { readTextIfThere } from '../project/readText';
import { backendTitles, deviceBackends, whyNotOffered } from '../training/backends';
import { cardTraces } from '../training/graphicsCard';
import { engineVersion } from '../training/openEngine';
import { runtimeVersion } from '../training/session';
import { checkImages, type ImageCheck } from './checkImages';
import { takeLocalSettings, takeStartWeights } from './openReproduction';
import { prepareExperiment } from './prepareRun';
import type { RunPlan } from './runPlan';

/** What is known of a reproduction before it starts, and the plan that it would train; null without any image. */
export type CheckedReproduction = { readonly check: ReproductionCheck; readonly plan: RunPlan | null };

/** Why the record's backend can't be had here, as a sentence; null where it can, as far as can be told without trying. */
async function whyNoBackend({ engine }: RunRecord): Promise<string | null> {
  const backend = deviceBackends.find((name) => name === engine.backend);
  if (engine.name !== 'built-in' || backend === undefined) return null;
  const reason = await whyNotOffered(backend);
  if (reason !== null) return reason;
  return (await cardTraces()) === null
    ? `The run was trained on ${backendTitles[backend]}, and this machine shows no graphics card.`
    : null;
}

/** The plan with as many workers as the record had, wherever it ran on the CPU. */
function withCores(plan: RunPlan, record: RunRecord): RunPlan {
  const cores = recordedCores(record);
  if (cores === null) return plan;
  const { experiment } = plan.job;
  const engine = { ...experiment.engine, workers: cores.workers, threads: cores.workers * cores.threadsEach };
  return { ...plan, job: { ...plan.job, experiment: { ...experiment, engine } } };
}

async function hashOfExperiment(project: string, { experiment, hashes }: RunRecord): Promise<string> {
  const text = await readTextIfThere(project, join(layout.experiments, `${experiment}.yaml`));
  return text === null ? hashes.experiment : sha256(text.replaceAll('\r\n', '\n'));
}

/**
 * Prepares to train a run again in `project`, a worktree with its files: gives it this machine's settings, reads every image, and says what can't
 * be had as it was. UserError where nothing could be trained at all.
 */
export async function checkReproduction(
  root: string,
  project: string,
  record: RunRecord,
  report: ReportProgress,
  signal: AbortSignal,
): Promise<CheckedReproduction> {
  const { run, settings, changed, hashes } = record;
  const experiment = completeExperiment(settings);
  const images = await checkImages(project, experiment, await readLocalFiles(root), report, signal);
  await takeLocalSettings(root, project, [...images.missing, ...images.changed]);
  await takeStartWeights(root, project, record);
  const sha = await hashOfExperiment(project, record);
  const here = {
    engineVersion,
    versions: { radsteps: version, onnxruntime: await runtimeVersion() },
    processor: cpus()[0]?.model.trim() ?? 'CPU',
  };
  const omitted = (record.patch?.omitted ?? []).map(({ path, reason }) => `${path} is not in the run's patch: ${reason}.`);
  const limits = [...omitted, ...engineLimits(record, here)];
  const backend = [await whyNoBackend(record)].filter((reason) => reason !== null);
  const common = { run, images: images.needed.length, missing: images.missing, changed: images.changed, limits };
  if (images.missing.length + images.changed.length === images.needed.length)
    return { check: { ...common, blocks: [...imageBlocks(images), ...backend], strict: false }, plan: null };
  const plan = await prepareExperiment(project, record.experiment, { experiment, changed, sha256: sha }, report, signal);
  // The labels' hash also tells which images there were: where it fits, those that lack a file here lacked it then.
  const same = plan.hashes.labels === hashes.labels && images.changed.length === 0;
  const blocks = [...(same ? [] : imageBlocks(images)), ...backend, ...otherHashes(hashes, plan.hashes)];
  return { check: { ...common, blocks, strict: blocks.length + limits.length === 0 }, plan: withCores(plan, record) };
}

function imageBlocks({ needed, missing, changed }: ImageCheck): readonly string[] {
  const of = `${needed.length} images of the run`;
  return [
    ...(missing.length === 0 ? [] : [`${missing.length} of the ${of} are not on this machine: ${namedImages(missing)}.`]),
    ...(changed.length === 0 ? [] : [`${changed.length} of the ${of} have other content than the index says: ${namedImages(changed)}.`]),
  ];
}
