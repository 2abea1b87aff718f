import type { Repository } from './repository';

/** Texts asked for in one call of git: their sum must fit into memory. */
const atOnce = 200;

/** The texts of files in commits (`<commit>:<path from the top>`), null where there is none; git is started once for many of them. */
export async function readBlobs(repository: Repository, names: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
  const texts = new Map<string, string | null>();
  // A line feed would end the name, and a text that is not UTF-8 the count of bytes.
  const plain = names.filter((name) => !name.includes('\n'));
  for (let at = 0; at < plain.length; at += atOnce) {
    const some = plain.slice(at, at + atOnce);
    const output = await repository.git(['cat-file', '--batch'], { input: `${some.join('\n')}\n` });
    for (const [index, text] of (parseBatch(output, some.length) ?? []).entries()) texts.set(some[index] ?? '', text);
  }
  for (const name of names) if (!texts.has(name)) texts.set(name, await repository.git(['show', name]).catch(() => null));
  return texts;
}

/** The texts of a batch in their order; null where it can't be taken apart. */
function parseBatch(output: string, count: number): readonly (string | null)[] | null {
  const bytes = Buffer.from(output);
  const texts: (string | null)[] = [];
  let at = 0;
  while (texts.length < count) {
    const end = bytes.indexOf('\n', at);
    if (end < 0) return null;
    const head = bytes.toString('utf8', at, end);
    const size = /^[0-9a-f]{40,64} blob (\d+)$/.exec(head)?.[1];
    if (size === undefined && !/ (missing|ambiguous)$/.test(head)) return null;
    const next = size === undefined ? end : end + 1 + Number(size);
    if (size !== undefined && bytes[next] !== 0x0a) return null;
    texts.push(size === undefined ? null : bytes.toString('utf8', end + 1, next));
    at = next + 1;
  }
  return texts;
}
