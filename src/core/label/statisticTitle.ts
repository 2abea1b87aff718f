const titles: Readonly<Record<string, string>> = {
  kappa: "Cohen's kappa",
  kappa_linear: 'Linearly weighted kappa',
  kappa_quadratic: 'Quadratically weighted kappa',
  fleiss_kappa: "Fleiss' kappa",
  icc: 'ICC(2,1)',
  bias: 'Bias (first minus second)',
  lower_limit: 'Lower limit of agreement',
  upper_limit: 'Upper limit of agreement',
  mean_difference: 'Mean absolute difference',
  dice: 'Dice',
  iou: 'IoU',
  boxes_agreed: 'Boxes that both drew',
  iou_of_agreed: 'IoU of these boxes',
  mean_distance: 'Mean distance',
};

/** The name of a statistic of agreement as people write it. */
export function statisticTitle(name: string): string {
  const value = /^agreement_on_(.*)$/.exec(name)?.[1];
  return value === undefined ? (titles[name] ?? name.replaceAll('_', ' ')) : `Agreement on "${value}"`;
}
