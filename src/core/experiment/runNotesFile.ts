import { Document } from 'yaml';
import { parseYaml } from '../project/parseYaml';
import { noNotes, type RunNotes, sortedTags, uniteNotes } from './runNotes';

/** Notes as read; `problem` says what somebody must still do about the file. */
export type ReadNotes = RunNotes & { readonly problem?: string };

function parseSide(file: string, text: string): RunNotes {
  const read = parseYaml<Partial<RunNotes>>(file, text, 'runNotes');
  return { ...noNotes, ...read, tags: sortedTags(read.tags ?? []) };
}

/** The two sides of a text in which git left an unsolved merge; null where it left none. A common ancestor between them is left out. */
function sidesOf(text: string): readonly [ours: string, theirs: string] | null {
  if (!/^<{7}( |$)/m.test(text)) return null;
  const [ours, theirs]: [string[], string[]] = [[], []];
  let side: 'both' | 'ours' | 'base' | 'theirs' = 'both';
  for (const line of text.split(/\r?\n/)) {
    if (/^<{7}( |$)/.test(line)) side = 'ours';
    else if (/^\|{7}( |$)/.test(line)) side = 'base';
    else if (/^={7}$/.test(line)) side = 'theirs';
    else if (/^>{7}( |$)/.test(line)) side = 'both';
    else {
      if (side === 'both' || side === 'ours') ours.push(line);
      if (side === 'both' || side === 'theirs') theirs.push(line);
    }
  }
  return [ours.join('\n'), theirs.join('\n')];
}

/** Reads the notes of a run; an unsolved merge gives both sides' notes and says so. Throws UserError with file, line and column where it is no such file. */
export function parseRunNotes(text: string, file: string): ReadNotes {
  const sides = sidesOf(text);
  if (sides === null) return parseSide(file, text);
  const [ours, theirs] = sides.map((side) => parseSide(file, side));
  const problem = `${file} holds an unsolved merge: both sides are shown, and any change to these notes solves it.`;
  return { ...uniteNotes(ours ?? noNotes, theirs ?? noNotes), problem };
}

/** The file of notes as YAML, a line a fact so that git can merge two people's; '' where there is nothing to keep. */
export function formatRunNotes({ starred, tags, note }: RunNotes): string {
  const kept = {
    ...(starred && { starred }),
    ...(tags.length > 0 && { tags: sortedTags(tags) }),
    ...(note !== '' && { note }),
  };
  if (Object.keys(kept).length === 0) return '';
  return new Document(kept).toString({ lineWidth: 0 });
}
