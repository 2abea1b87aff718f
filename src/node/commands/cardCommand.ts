import type { FactSource, ResultCard } from '../../core/experiment/resultCard';
import { findProject } from '../project/findProject';
import { findImage } from '../run/findImage';
import { makeCard } from '../run/makeCard';
import type { CommandContext, CommandResult } from './context';

type Options = { readonly sex?: 'F' | 'M'; readonly age?: number };

/** `radsteps card <run> <image>`. */
export async function cardCommand(
  { host, folder, path }: CommandContext,
  [run = '', word = '']: readonly string[],
  { sex, age }: Options,
): Promise<CommandResult> {
  const root = await findProject(folder);
  const image = await findImage(root, word, path);
  const card = await makeCard(root, run, image, { sex, ageYears: age }, host.signal);
  return { result: card, text: textOf(card) };
}

const sources: Readonly<Record<FactSource, string>> = { index: 'of the index', file: 'of the file', given: 'as given' };

function textOf({ draft, notes, sex, age, image }: ResultCard): string {
  const facts = [
    ...(sex === null ? [] : [`Sex ${sex.value}, ${sources[sex.from]}.`]),
    ...(age === null ? [] : [`Age ${Number((age.months / 12).toFixed(2))} years, ${sources[age.from]}.`]),
  ];
  return [...(image === '' ? [] : [`Image ${image}`]), draft, '', ...facts, ...notes].join('\n');
}
