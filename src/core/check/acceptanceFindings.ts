import { isMap, isNode, LineCounter, parseDocument } from 'yaml';
import { metricTitle } from '../experiment/describeMetric';
import type { Protocol } from '../label/protocol';
import {
  type Acceptance,
  acceptanceFile,
  type Criterion,
  categoryMetrics,
  drawnMetrics,
  numberMetrics,
  shareMetrics,
} from '../project/acceptance';
import type { ProjectFile } from '../project/projectFile';
import { aucPrecisionSize, iccSize, leastForGoal } from '../statistics/sampleSize';
import { type Finding, type LinePlace, makeFinding, wholeLine } from './finding';

/** The test part: patients in all, and, of the yes-or-no question, with and without the finding (null where that is not known). */
export type TestPatients = { readonly all: number; readonly positive: number | null; readonly negative: number | null };

/** A metric with its value and unit, from `problem.yaml`. */
export type Success = Pick<Criterion, 'metric' | 'value' | 'unit' | 'target'>;

type Facts = {
  readonly task: ProjectFile['task'];
  readonly protocol: Protocol | null;
  /** Null before the split. */
  readonly test: TestPatients | null;
};

const task = '6-validation/acceptance';

/** What is wrong with the criteria: units, metrics of another kind of task, too few patients, and numbers with which nothing can be shown. */
export function acceptanceFindings(text: string, { criteria }: Acceptance, facts: Facts): readonly Finding[] {
  const place = yamlPlaces(text);
  return criteria.flatMap((criterion, index) => {
    const at = (key: string): LinePlace => place(['criteria', index, key]);
    return [
      ...measureFindings(acceptanceFile, criterion, facts, { at, about: `${index}`, task }),
      ...tooFewFindings(criterion, facts.test, at('n_min'), index),
      ...uselessFindings(criterion, at('n_min'), index),
    ];
  });
}

/** The same for the one number of `problem.yaml`. */
export function successFindings(text: string, success: Success, facts: Facts): readonly Finding[] {
  const place = yamlPlaces(text);
  const where = { at: (key: string) => place(['success', key]), about: 'success', task: '1-problem/problem' };
  return measureFindings('1-problem/problem.yaml', success, facts, where);
}

type Where = { readonly at: (key: string) => LinePlace; readonly about: string; readonly task: string };

function measureFindings(
  file: string,
  { metric, value, unit, target }: Success,
  { task: kind, protocol }: Facts,
  where: Where,
): readonly Finding[] {
  const base = { file, about: `${where.about} ${metric}`, task: where.task };
  const known = target !== undefined ? drawnMetrics : kind === 'regression' ? numberMetrics : categoryMetrics;
  if (!known.includes(metric))
    return [
      makeFinding({
        ...{ ...base, code: 'unfit-metric', severity: 'warning', at: where.at('metric') },
        message:
          target !== undefined
            ? `${metric} is no metric of what is drawn, but the criterion names the label ${target}.`
            : `${metric} is no metric of a ${kind === 'regression' ? 'number' : 'category'}, which this project predicts.`,
        advice: `Choose one of ${known.join(', ')}.`,
      }),
    ];
  const mismatch = (at: LinePlace, message: string, advice: string): Finding =>
    makeFinding({ ...base, code: 'unit-mismatch', severity: 'error', at, message, advice });
  if (shareMetrics.includes(metric)) {
    if (Math.abs(value) > 1)
      return [
        mismatch(
          where.at('value'),
          `${metric} is a share from 0 to 1, but is to be ${value}.`,
          `Write ${value / 100} where per cent was meant.`,
        ),
      ];
    return unit === '' ? [] : [mismatch(where.at('unit'), `${metric} has no unit, but "${unit}" stands here.`, 'Leave the unit empty.')];
  }
  const units = (protocol?.labels ?? []).filter(({ kind: of }) => of === 'number').map(({ unit: of = '' }) => of);
  if (units.length === 0 || units.includes(unit)) return [];
  return [
    mismatch(
      where.at('unit'),
      `${metric} is in "${unit}", but 3-data/protocol.md measures in ${units.join(', ')}.`,
      'Convert the value, and write that unit.',
    ),
  ];
}

function tooFewFindings({ metric, n_min: wanted }: Criterion, test: TestPatients | null, at: LinePlace, index: number): readonly Finding[] {
  if (test === null) return [];
  const having = metric === 'sensitivity' ? test.positive : metric === 'specificity' ? test.negative : test.all;
  if (having === null || having >= wanted) return [];
  const who = metric === 'sensitivity' ? ' with the finding' : metric === 'specificity' ? ' without the finding' : '';
  return [
    makeFinding({
      ...{ code: 'too-few-patients', severity: 'warning', file: acceptanceFile, about: `${index} ${metric}`, at, task: '3-data/size' },
      message: `The criterion of ${metricTitle(metric)} asks for ${wanted} patients, but the test part has ${having}${who}.`,
      advice: 'Add patients before the test is opened; fewer can be agreed on, with a wider interval.',
    }),
  ];
}

/** Whether `n_min` patients could show the value at all, by what the sizes of methods.md say; the truth is taken to lie half way to a perfect result. */
function leastNumber({ metric, bound, op, value }: Criterion): number {
  if (!op.startsWith('>') || bound === 'estimate' || value <= 0 || value >= 1) return 0;
  const hoped = (1 + value) / 2;
  if (metric === 'auc') return Math.ceil(2 * aucPrecisionSize(hoped, hoped - value));
  if (metric === 'icc') return Math.ceil(iccSize(hoped, 2 * (hoped - value)));
  return metric === 'sensitivity' || metric === 'specificity' || metric === 'accuracy' ? leastForGoal(value) : 0;
}

function uselessFindings(criterion: Criterion, at: LinePlace, index: number): readonly Finding[] {
  const least = leastNumber(criterion);
  if (criterion.n_min >= least) return [];
  const { metric, value, n_min: wanted } = criterion;
  const isShare = metric !== 'auc' && metric !== 'icc';
  return [
    makeFinding({
      ...{ code: 'useless-acceptance', severity: 'warning', file: acceptanceFile, about: `${index} ${metric}`, at, task },
      message: isShare
        ? `With ${wanted} patients not even a perfect result shows that ${metric} is above ${value}: that takes ${least}.`
        : `${wanted} patients are too few to show that ${metric} is above ${value}: where the truth lies half way to 1, it takes ${least}.`,
      advice: 'Raise n_min, or lower what is to be shown.',
    }),
  ];
}

/** Finds where the value at a path stands in a YAML text. */
function yamlPlaces(text: string): (path: readonly (string | number)[]) => LinePlace {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  return (path) => {
    const node = document.getIn(path, true) ?? document.getIn(path.slice(0, -1), true);
    const range = isNode(node) || isMap(node) ? node.range : null;
    if (range === null || range === undefined) return wholeLine(1);
    const [start, end] = [lines.linePos(range[0]), lines.linePos(range[1])];
    return { line: start.line, column: start.col, endColumn: end.line === start.line ? end.col : start.col };
  };
}
