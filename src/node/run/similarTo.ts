import { basename } from 'node:path';
import { nearestFeatures } from '../../core/experiment/nearestFeatures';
import type { SimilarImages } from '../../core/experiment/similarImages';
import { explainingLayer } from '../../core/network/spatialLayers';
import type { ReportProgress } from '../../core/progress';
import { UserError } from '../../core/userError';
import type { NamedImage } from './findImage';
import { imageFeatures, openFeatureReader } from './imageFeatures';
import { readRunImage } from './readRunImage';
import { openTrainedRun } from './trainedRun';
import { readTrainingImages } from './trainingImages';

/** How many images, and whether those of the same patient are left out. */
export type SimilarOptions = { readonly count: number; readonly otherPatients: boolean };

/** The training images of a run that its network sees most like an image, without the image itself; throws UserError as attendRun does. */
export async function similarTo(
  root: string,
  run: string,
  image: NamedImage,
  { count, otherPatients }: SimilarOptions,
  report: ReportProgress,
  signal: AbortSignal,
): Promise<SimilarImages> {
  const opened = await openTrainedRun(root, run);
  const layer = explainingLayer(opened.graph, opened.about.task);
  if (layer === null)
    throw new UserError(
      `The network of run ${run} has no layer that tells one place of an image from another, so it has no features to compare.`,
    );
  const seen = await readRunImage(opened.record, image);
  const training = await readTrainingImages(root, opened.record, report, signal);
  const patients = new Map(training.images.map((other) => [other.image, other.patient]));
  const isSamePatient = (name: string): boolean => image.patient !== '' && patients.get(name) === image.patient;
  const others = training.images.filter(({ image: name }) => name !== image.image && !(otherPatients && isSamePatient(name)));
  if (others.length === 0) throw new UserError(`There is no other training image of run ${run} to compare with.`);
  const reader = await openFeatureReader(opened, layer);
  const [features = new Float32Array(0)] = await reader.read([seen]).finally(reader.close);
  // Of all of them, so that the next image finds them worked out.
  const found = await imageFeatures(root, opened, layer, training.images, report, signal);
  const named = others.flatMap(({ image: name }) => {
    const values = found.features.get(name);
    return values === undefined ? [] : [{ image: name, features: values }];
  });
  return {
    run,
    image: image.image || basename(image.file),
    patient: image.patient,
    label: training.wordsOf(image.image),
    target: opened.about.target,
    layer: layer.layer.name,
    compared: named.length,
    images: nearestFeatures(features, named, count).map((near) => ({
      ...near,
      patient: patients.get(near.image) ?? '',
      label: training.wordsOf(near.image),
      isSamePatient: isSamePatient(near.image),
    })),
    notes: [...training.notes, ...found.problems],
  };
}
