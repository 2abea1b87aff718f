/** The frames to decode in advance, nearest first, in the direction of travel twice as far as behind; the one at `index` is left out. */
export function prefetchOrder(count: number, index: number, direction: 1 | -1): readonly number[] {
  const order: number[] = [];
  const add = (at: number): void => {
    if (at >= 0 && at < count) order.push(at);
  };
  for (let step = 1; step < count; step++) {
    add(index + direction * (2 * step - 1));
    add(index + direction * 2 * step);
    add(index - direction * step);
  }
  return order;
}
