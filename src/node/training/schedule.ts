/** Learning rate at a step (the first is 0) of `total`: a linear warm-up over the first 5 %, then half a cosine down to 1 % of the base rate. */
export function rateAt(step: number, total: number, base: number): number {
  const warmUp = Math.max(1, Math.round(total * 0.05));
  if (step < warmUp) return (base * (step + 1)) / warmUp;
  const share = Math.min(1, (step - warmUp) / Math.max(1, total - warmUp));
  return base * (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * share)));
}
