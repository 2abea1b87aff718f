import type { BoxReport, MaskReport } from '../../core/experiment/caseReport';
import type { EstimateLine } from './classLines';

/** What `radsteps cases` prints of found boxes. */
export function boxLines(report: BoxReport, line: EstimateLine): readonly string[] {
  const { rule, isWhole, rates, marked, found } = report;
  const hit = rule === 'centre' ? 'the middle of the found box lies in the marked one' : 'intersection over union of 0.5 or more';
  return [
    `  ${found} found boxes${isWhole ? '' : ', those that the run called'}, ${marked} marked ones; a hit: ${hit}`,
    line("sensitivity at the run's threshold", report.sensitivity),
    line("false positives at the run's threshold", report.falsePositives),
    line('AP (IoU 0.5)', report.averagePrecision),
    line('AP (IoU 0.75)', report.averagePrecision75),
    line('AP (mean of IoU 0.5 to 0.95)', report.averagePrecisionCoco),
    ...rates.map(({ rate, sensitivity }) => line(`sensitivity at ${rate} false positives per image`, sensitivity)),
    line('mean of these (competition metric)', report.competition),
    line('area under the LROC curve', report.lroc),
  ];
}

/** What `radsteps cases` prints of masks. */
export function maskLines({ mean, emptyKept, borders }: MaskReport, line: EstimateLine): readonly string[] {
  return [
    line('mean Dice', mean),
    line('unmarked images left empty', emptyKept),
    ...borders.flatMap(({ unit, tolerance, infinite, ...border }) => [
      line('Hausdorff distance, 95th percentile', border.hausdorff95),
      line('mean distance of the borders (ASSD)', border.mean),
      line(`surface Dice at ${tolerance} ${unit}`, border.surfaceDice),
      ...(infinite === 0 ? [] : [`  ${infinite} with only one of the two: not in the distances, and 0 in the surface Dice`]),
    ]),
  ];
}
