import { streamGit } from './gitOutput';

const lineFeed = 10;

/**
 * Reads objects of git, each named as `git cat-file` takes it (an object's name, or `<tree>:<path>`; no line feeds), in one process and without a
 * checkout. `took` receives each one's text (null: there is none) in the order of the names, as they come.
 */
export async function readObjects(
  folder: string,
  names: readonly string[],
  took: (index: number, text: string | null) => void,
): Promise<void> {
  if (names.length === 0) return;
  const reader = objectReader(took);
  await streamGit(folder, ['cat-file', '--batch', '--buffer'], { input: names.map((name) => `${name}\n`).join(''), onBytes: reader });
}

/** Cuts the output of `git cat-file --batch` into objects, wherever the pieces in which it comes end. */
function objectReader(took: (index: number, text: string | null) => void): (bytes: Buffer) => void {
  let rest: Buffer[] = [];
  let held = 0;
  let wanted = 0;
  let index = 0;
  return (bytes) => {
    rest.push(bytes);
    held += bytes.length;
    if (held < wanted) return;
    let whole = rest.length === 1 ? bytes : Buffer.concat(rest);
    for (;;) {
      const end = whole.indexOf(lineFeed);
      if (end < 0) break;
      const head = whole.toString('utf8', 0, end);
      const [, size] = /^[0-9a-f]{40,64} \w+ (\d+)$/.exec(head) ?? [];
      const length = size === undefined ? end + 1 : end + 1 + Number(size) + 1;
      if (whole.length < length) {
        wanted = length;
        break;
      }
      took(index++, size === undefined ? null : whole.toString('utf8', end + 1, length - 1));
      whole = whole.subarray(length);
      wanted = 0;
    }
    rest = whole.length === 0 ? [] : [whole];
    held = whole.length;
  };
}
