/** What a table's file name leads to: one target, nothing, or several. */
export type FileMatch<T> = { readonly found: T } | { readonly missing: true } | { readonly ambiguous: true };

const extension = /\.(png|jpe?g|dcm|dicom|ima)$/;

/**
 * Finds files by what tables call them, whatever the case and the slashes: the whole path from the imported folder, else the longest
 * end of it that the table's text shares, with or without its extension. Files with one target (a series) count as one.
 */
export function indexFiles<T>(files: readonly { readonly path: string; readonly target: T }[]): (name: string) => FileMatch<T> {
  const whole = new Map<string, Set<T>>();
  const ends = new Map<string, Set<T>>();
  for (const { path, target } of files) {
    const text = normal(path);
    for (const key of withoutExtension(text)) add(whole, key, target);
    for (const end of endsOf(text)) for (const key of withoutExtension(end)) add(ends, key, target);
  }
  return (name) => {
    const text = normal(name);
    if (text === '') return { missing: true };
    const keys = endsOf(text).flatMap(withoutExtension);
    const targets =
      withoutExtension(text)
        .map((key) => whole.get(key))
        .find(Boolean) ?? keys.map((key) => ends.get(key)).find(Boolean);
    if (targets === undefined) return { missing: true };
    const [found] = targets;
    return targets.size === 1 ? { found: found as T } : { ambiguous: true };
  };
}

const normal = (path: string): string =>
  path
    .trim()
    .toLowerCase()
    .replaceAll('\\', '/')
    .replace(/^(\.?\/)+/, '');

const withoutExtension = (path: string): readonly string[] => (extension.test(path) ? [path, path.replace(extension, '')] : [path]);

/** "a/b/c" → "a/b/c", "b/c", "c". */
function endsOf(path: string): readonly string[] {
  const names = path.split('/');
  return names.map((_, index) => names.slice(index).join('/'));
}

function add<T>(index: Map<string, Set<T>>, key: string, target: T): void {
  const targets = index.get(key);
  if (targets === undefined) index.set(key, new Set([target]));
  else targets.add(target);
}
