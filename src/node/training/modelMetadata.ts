import type { ModelAbout } from './exportModel';

/** What stands for a sex or an age at the model's input `scalars`. */
const scalarWords: Readonly<Record<string, string>> = { sex: 'sex: F 0, M 1, other or unknown 0.5', age_years: 'age_years: years / 10' };

/** How an image file becomes the input `image`, step by step, with the settings that count. */
function preprocessing({ size, window, percentiles, range, fit }: ModelAbout['image']) {
  const usesPercentiles = window === 'percentile' || window === 'dicom';
  return {
    channels: 1,
    modality_rescale: 'applied',
    monochrome1: 'turned, so that brighter is whiter',
    window,
    // The DICOM window falls back to them where a file has none.
    ...(usesPercentiles && { percentiles }),
    ...(window === 'fixed' && { range }),
    values: [0, 1],
    fit,
    rows: size[0],
    columns: size[1],
    resize: "triangle filter with antialias, as Pillow's BILINEAR",
  };
}

/** What a model says of itself in plain keys of its `metadata_props`, for programs that know nothing of RadSteps; lists and tables are JSON. */
export function modelMetadata(about: ModelAbout): Readonly<Record<string, string>> {
  const { run, task, target, unit, classes, inputs, image, threshold, hashes } = about;
  const [rows, columns] = image.size;
  const answer = task === 'classification' ? `the probabilities of ${classes.join(', ')}` : `a number${unit === '' ? '' : ` in ${unit}`}`;
  const scalars =
    inputs.length === 0 ? {} : { scalars: { dims: ['n', inputs.length], values: inputs.map((name) => scalarWords[name] ?? name) } };
  const texts = {
    description: `${target} of one image, trained by RadSteps${run === undefined ? '' : ` in run ${run}`}; output: ${answer}.`,
    ...{ run, task, target, unit },
    ...(classes.length > 0 && { classes: JSON.stringify(classes) }),
    ...(threshold !== null && { threshold: String(threshold) }),
    inputs: JSON.stringify({ image: { dims: ['n', 1, rows, columns], values: [0, 1] }, ...scalars }),
    image_size: `${rows},${columns}`,
    preprocessing: JSON.stringify(preprocessing(image)),
    images_sha256: hashes?.images,
    labels_sha256: hashes?.labels,
    split_sha256: hashes?.split,
    experiment_sha256: hashes?.experiment,
  };
  return Object.fromEntries(Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])));
}
