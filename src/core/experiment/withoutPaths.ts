/** A text to look for, and what stands for it in a record. */
export type Replacement = readonly [found: string, stands: string];

// A drive, a share or a slash at the start of a word, then at least two names.
const absolute = /(?<![\w.~/\\])(?:[A-Za-z]:[\\/]|\\\\|\/)(?:[^\s\\/'"`<>|:*?()]+[\\/])+[^\s\\/'"`<>|:*?(),;]*/g;

/**
 * A message without this machine's paths, for what enters git: known ones (an image's file, the project) become their replacement, longest
 * first, any other absolute path becomes `<path>`, because a folder or file may carry a patient's name.
 */
export function withoutPaths(text: string, known: readonly Replacement[]): string {
  const longestFirst = known.filter(([found]) => found.length > 1).toSorted((a, b) => b[0].length - a[0].length);
  return longestFirst.reduce((rest, [found, stands]) => rest.replaceAll(found, stands), text).replace(absolute, '<path>');
}
