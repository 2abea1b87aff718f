import type { Part } from '../../core/dataset/split';
import type { ConsensusOutcome } from '../../core/label/consensusOutcome';
import type { ConsensusRules } from '../../core/label/consensusRule';
import { makeConsensusLabels } from '../label/makeConsensusLabels';
import type { CommandContext, CommandResult } from './context';
import { openProject } from './openProject';

type Options = {
  readonly readers?: readonly string[];
  readonly part?: Part;
  readonly images?: readonly string[];
  readonly rule?: ConsensusRules;
  readonly settle?: ConsensusRules;
  readonly final?: boolean;
  readonly replace?: boolean;
};

/** `radsteps labels consensus`. */
export async function consensusCommand(context: CommandContext, _: readonly string[], options: Options): Promise<CommandResult> {
  const { readers, part, images, rule = {}, settle = {}, final = false, replace = false } = options;
  const wish = {
    ...(readers === undefined ? {} : { readers }),
    ...(part === undefined ? {} : { part }),
    ...(images === undefined ? {} : { images }),
    rules: rule,
    settled: settle,
    status: final ? 'final' : 'draft',
    replace,
  } as const;
  const { host, output } = context;
  const outcome = await makeConsensusLabels(await openProject(context), wish, output.progress, host.signal);
  const isWhole = outcome.differ.length + outcome.undecided.length === 0;
  return { result: outcome, text: outcomeLines(outcome, wish.status).join('\n'), exitCode: isWhole ? 0 : 1 };
}

function outcomeLines({ made, kept, differ, undecided }: ConsensusOutcome, status: string): readonly string[] {
  const count = (images: readonly unknown[]): string => `${images.length} ${images.length === 1 ? 'image' : 'images'}`;
  return [
    `Consensus of ${count(made)} written (${status}).`,
    ...(kept.length === 0 ? [] : [`${count(kept)} had it already.`]),
    ...differ.map((image) => `${image}: its consensus says something else, and was left as it is; --replace writes over it.`),
    ...undecided.map(({ image, why }) => `${image}: ${why}`),
  ];
}
