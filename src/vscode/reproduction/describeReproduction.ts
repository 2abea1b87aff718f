import { metricTitle } from '../../core/experiment/describeMetric';
import type { ReproducedMetric, ReproductionVerdict } from '../../core/experiment/judgeReproduction';
import type { ReproductionCheck } from '../../core/experiment/reproduction';

/** What the command line says of a run's or a cross-validation's reproduction, as far as the window tells it. */
export type Reproduced = {
  readonly run?: string;
  readonly group?: string;
  readonly recordFile: string | null;
  readonly verdict:
    | (Pick<ReproductionVerdict, 'outcome' | 'words'> & {
        readonly metrics?: readonly ReproducedMetric[];
        readonly pooled?: readonly ReproducedMetric[];
      })
    | null;
};

/** What is known before a run is trained again: the question, and the reasons below it. */
export function describeCheck({ run, images, blocks, limits, strict }: ReproductionCheck): {
  readonly question: string;
  readonly detail: string;
} {
  const list = (reasons: readonly string[]): string => reasons.map((reason) => `- ${reason}`).join('\n');
  if (strict)
    return {
      question: `Train ${run} again?`,
      detail: `Its files and ${images} images are as they were, so every digit must be the same. Nothing of the project changes.`,
    };
  const parts = [
    ...(blocks.length === 0 ? [] : [`It can't be had again as it was:\n${list(blocks)}`]),
    ...(limits.length === 0 ? [] : [`The numbers may differ from the record:\n${list(limits)}`]),
  ];
  return {
    question: blocks.length === 0 ? `Train ${run} again?` : `Train ${run} again although it can't be as it was?`,
    detail: parts.join('\n\n'),
  };
}

/** The judgement in one message, with the numbers of the metrics that differ (three at most). */
export function describeVerdict({ run, group, verdict }: Reproduced): string {
  const name = run ?? group ?? '';
  if (verdict === null) return `${name} was not trained again.`;
  const others = (verdict.metrics ?? verdict.pooled ?? []).filter(({ same }) => !same).slice(0, 3);
  const numbers = others.map(
    ({ metric, unit, recorded, reproduced }) =>
      `${metricTitle(metric)} recorded ${recorded}, reproduced ${reproduced ?? 'none'}${unit === '' ? '' : ` ${unit}`}`,
  );
  return `Reproduction of ${name}. ${verdict.words}${numbers.length === 0 ? '' : ` ${numbers.join('; ')}.`}`;
}

const good: readonly ReproductionVerdict['outcome'][] = ['equal', 'within tolerance', 'inside interval'];

/** True where the run came out as its record says, as far as that can be asked. */
export const isReproduced = ({ verdict }: Reproduced): boolean => verdict !== null && good.includes(verdict.outcome);
