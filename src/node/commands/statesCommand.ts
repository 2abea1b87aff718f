import { stateLines } from '../../core/label/imageLabelState';
import { countStates, countWords } from '../../core/label/stateCounts';
import type { StatesQuestion } from '../../core/label/statesQuestion';
import { projectStates } from '../label/projectStates';
import { findProject } from '../project/findProject';
import { imageOfFile } from '../series/imageFiles';
import { answerQuestions } from './answerQuestions';
import type { CommandContext, CommandResult } from './context';
import { openProject } from './openProject';

/** `radsteps labels states [images...]`. */
export async function statesCommand(context: CommandContext, images: readonly string[]): Promise<CommandResult> {
  const only = images.length === 0 ? undefined : images;
  const found = await projectStates(await openProject(context))(only);
  const all = Object.entries(found.states);
  const shown = only === undefined ? all.filter(([, { state }]) => state === 'disagree' || state === 'unreadable') : all;
  const lines = shown.map(([image, state]) => `${image}: ${[state.state, ...stateLines(state)].join('; ')}`);
  const without = only === undefined ? [] : images.filter((image) => !(image in found.states)).map((image) => `${image}: none`);
  const counts = countStates(Object.values(found.states), only === undefined ? found.images : images.length);
  return { result: { ...found, counts }, text: [countWords(counts) || 'No images yet.', ...lines, ...without].join('\n') };
}

/** `radsteps label-states`: answers the editor's questions about the states of labels, one JSON object a line, until its input ends. */
export async function labelStatesCommand(context: CommandContext): Promise<CommandResult> {
  let read: ReturnType<typeof projectStates> | undefined;
  return answerQuestions<StatesQuestion>(context, 'label-states', async (question) => {
    const root = await findProject(context.folder);
    if ('file' in question) return (await imageOfFile(root, question.file))?.image ?? null;
    read ??= projectStates(root);
    return read(question.images);
  });
}
