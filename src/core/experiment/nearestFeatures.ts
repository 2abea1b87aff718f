import { compareText } from '../dataset/compareText';

/** What a network sees in an image, by the image's name. */
export type ImageFeatures = { readonly image: string; readonly features: Float32Array };

/** An image and how similar it is to another: the cosine of the angle between their features, -1 to 1; 1 is as alike as the same image. */
export type Nearness = { readonly image: string; readonly similarity: number };

/** The `count` images whose features are nearest, nearest first; of equally near ones (to a millionth) the one whose name comes first. */
export function nearestFeatures(features: Float32Array, others: readonly ImageFeatures[], count: number): readonly Nearness[] {
  const length = Math.sqrt(dot(features, features));
  const found = others.map(({ image, features: other }) => {
    const both = length * Math.sqrt(dot(other, other));
    const cosine = both > 0 ? dot(features, other) / both : 0;
    return { image, similarity: Math.round(Math.min(1, Math.max(-1, cosine)) * 1e6) / 1e6 };
  });
  return found.sort((a, b) => b.similarity - a.similarity || compareText(a.image, b.image)).slice(0, count);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}
