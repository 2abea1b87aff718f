import { createInterface } from 'node:readline';
import type { GalleryQuestion } from '../../core/dataset/galleryEvent';
import { UserError } from '../../core/userError';
import { galleryReader } from '../gallery/galleryReader';
import { findProject } from '../project/findProject';
import type { CommandContext, CommandResult } from './context';

/** `radsteps gallery`: answers the editor's questions about the images of a project, one JSON object a line, until its input ends. */
export async function galleryCommand({ folder, host, output }: CommandContext): Promise<CommandResult> {
  if (host.input === undefined) throw new UserError('"radsteps gallery" is for the editor, which asks it on standard input.');
  const reader = galleryReader(await findProject(folder));
  let last = '';
  const answer = async (question: GalleryQuestion): Promise<unknown> => {
    if (question.ask === 'details') return reader.details(question.image);
    const table = await reader.table();
    const text = JSON.stringify(table);
    const isSame = text === last && !question.anew;
    last = text;
    return isSame ? null : table;
  };
  const respond = async (question: GalleryQuestion): Promise<void> => {
    const { id } = question;
    try {
      output.event({ event: 'answer', id, value: await answer(question) }, null);
    } catch (error) {
      output.event({ event: 'refusal', id, message: error instanceof Error ? error.message : String(error) }, null);
    }
  };
  const pending = new Set<Promise<void>>();
  // Not in turn: a question about one image does not wait for the table.
  for await (const line of createInterface({ input: host.input, signal: host.signal })) {
    const answered: Promise<void> = respond(JSON.parse(line)).finally(() => pending.delete(answered));
    pending.add(answered);
  }
  await Promise.all(pending);
  return { result: null, text: '' };
}
