import type { SimilarImages } from '../../core/experiment/similarImages';
import { findProject } from '../project/findProject';
import { findImage } from '../run/findImage';
import { type SimilarOptions, similarTo } from '../run/similarTo';
import type { CommandContext, CommandResult } from './context';
import { padColumns } from './padColumns';

/** `radsteps similar <run> <image>`. */
export async function similarCommand(
  { host, folder, path, output }: CommandContext,
  [run = '', word = '']: readonly string[],
  { count, otherPatients = false }: Partial<SimilarOptions>,
): Promise<CommandResult> {
  const root = await findProject(folder);
  const image = await findImage(root, word, path);
  const options = { count: count ?? 12, otherPatients };
  const result = await similarTo(root, run, image, options, output.progress, host.signal);
  return { result, text: textOf(result).join('\n') };
}

function textOf({ run, image, label, target, layer, compared, images, notes }: SimilarImages): readonly string[] {
  const own = label === '' ? '' : ` (${target}: ${label})`;
  const rows = images.map((near) => [
    near.image,
    near.similarity.toFixed(3),
    near.label,
    near.patient,
    near.isSamePatient ? 'the same patient' : '',
  ]);
  return [
    `The training images of run ${run} most similar to ${image}${own}, of ${compared} compared by the features of layer ${layer}:`,
    ...padColumns([['image', 'cosine', target, 'patient', ''], ...rows]).map((line) => `  ${line}`),
    ...notes,
  ];
}
