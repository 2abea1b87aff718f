/** How a call at a threshold divides those with and without the condition. */
export type Rates = { readonly sensitivity: number; readonly specificity: number };

/** A point of the decision curve: the probability from which on one would act, and the net benefit of acting by the model or on everybody (on nobody: 0). */
export type DecisionPoint = { readonly threshold: number; readonly model: number; readonly all: number };

/** Net benefit (Vickers & Elkin 2006) at a threshold probability: true positives less false ones, weighed by the threshold's odds, as a share of everybody. */
export const netBenefit = ({ sensitivity, specificity }: Rates, prevalence: number, threshold: number): number =>
  sensitivity * prevalence - ((1 - specificity) * (1 - prevalence) * threshold) / (1 - threshold);

/** The decision curve of probabilities at a prevalence; both classes must be there. */
export function decisionCurve(
  probabilities: readonly number[],
  positives: readonly boolean[],
  prevalence: number,
  thresholds: readonly number[],
): readonly DecisionPoint[] {
  const ascending = (reference: boolean): Float64Array =>
    Float64Array.from(probabilities.filter((_, image) => positives[image] === reference)).sort();
  const [cases, controls] = [ascending(true), ascending(false)];
  return thresholds.map((threshold) => ({
    threshold,
    model: netBenefit(
      { sensitivity: 1 - shareBelow(cases, threshold), specificity: shareBelow(controls, threshold) },
      prevalence,
      threshold,
    ),
    all: netBenefit({ sensitivity: 1, specificity: 0 }, prevalence, threshold),
  }));
}

function shareBelow(ascending: Float64Array, threshold: number): number {
  const at = ascending.findIndex((value) => value >= threshold);
  return (at < 0 ? ascending.length : at) / ascending.length;
}
