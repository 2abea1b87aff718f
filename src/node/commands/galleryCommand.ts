import type { GalleryQuestion } from '../../core/dataset/galleryEvent';
import { galleryReader } from '../gallery/galleryReader';
import { findProject } from '../project/findProject';
import { answerQuestions } from './answerQuestions';
import type { CommandContext, CommandResult } from './context';

/** `radsteps gallery`: answers the editor's questions about the images of a project, one JSON object a line, until its input ends. */
export async function galleryCommand(context: CommandContext): Promise<CommandResult> {
  let reader: ReturnType<typeof galleryReader> | undefined;
  let last = '';
  return answerQuestions<GalleryQuestion>(context, 'gallery', async (question) => {
    reader ??= galleryReader(await findProject(context.folder));
    if (question.ask === 'details') return reader.details(question.image);
    const table = await reader.table();
    const text = JSON.stringify(table);
    const isSame = text === last && !question.anew;
    last = text;
    return isSame ? null : table;
  });
}
