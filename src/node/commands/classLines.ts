import type { ClassReport, OperatingPoint, Reliability } from '../../core/experiment/caseReport';
import type { StudyReport } from '../../core/experiment/reportStudies';
import type { Estimate, Undefined } from '../../core/statistics/estimate';

/** "  AUC: 0.874 (95 % interval ...)" */
export type EstimateLine = (title: string, estimate: Estimate | Undefined) => string;

/** What `radsteps cases` prints of predicted classes. */
export function classLines({ rocs, operating, chosen, counts, studies, reliability }: ClassReport, line: EstimateLine): readonly string[] {
  return [
    ...rocs.map(({ name, auc }) => line(`AUC of ${name}`, auc)),
    ...(operating === null ? [] : operatingLines(operating, chosen?.rule ?? '', line)),
    ...(studies === null ? [] : studyLines(studies, line)),
    ...counts.flatMap(({ name, sensitivity, ppv }) => [line(`sensitivity for ${name}`, sensitivity), line(`PPV of ${name}`, ppv)]),
    ...(reliability === null ? [] : reliabilityLines(reliability, line)),
  ];
}

const titles = {
  ...{ sensitivity: 'sensitivity', specificity: 'specificity', ppv: 'PPV', npv: 'NPV', accuracy: 'accuracy' },
  ...{ positiveRatio: 'LR+', negativeRatio: 'LR-' },
} as const;

function operatingLines(operating: OperatingPoint, rule: string, line: EstimateLine): readonly string[] {
  const { stated, threshold } = operating;
  const at = stated === null ? '' : ` at a prevalence of ${stated.prevalence}`;
  return [
    `  threshold chosen on these same images, so optimistic (${rule}): ${threshold.toPrecision(4)}`,
    ...(Object.keys(titles) as (keyof typeof titles)[]).map((name) => line(titles[name], operating[name])),
    ...(stated === null ? [] : [line(`PPV${at}`, stated.ppv), line(`NPV${at}`, stated.npv)]),
  ];
}

function studyLines({ films, studies, patients, levels, words }: StudyReport, line: EstimateLine): readonly string[] {
  if (levels === null) return [`  by study: ${words}`];
  return [
    `  by film and by study (${films} films of ${studies} studies of ${patients} patients):`,
    ...levels.flatMap(({ level, n, positives, threshold, auc, sensitivity, specificity }) => [
      `    ${level}: n = ${n}, ${positives} positive${threshold === null ? '' : `, threshold ${threshold.toPrecision(4)}`}`,
      ...[line('AUC', auc), line('sensitivity', sensitivity), line('specificity', specificity)].map((text) =>
        `    ${text}`.replace(' images of ', level === 'film' ? ' films of ' : ' studies of '),
      ),
    ]),
    `    ${words}`,
  ];
}

function reliabilityLines({ brier, line: calibration, calibrationError, byChance }: Reliability, line: EstimateLine): readonly string[] {
  return [
    line("Brier's score", brier),
    ...(calibration === null
      ? []
      : [line('slope of calibration', calibration.slope), line('intercept in the large', calibration.intercept)]),
    `  expected calibration error, 10 bins: ${calibrationError.toFixed(3)} (a perfectly calibrated model: ${byChance.mean.toFixed(3)} on average, 95 % below ${byChance.upper.toFixed(3)})`,
  ];
}
