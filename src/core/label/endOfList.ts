/** Why a work list of `count` images goes on no further, of which `left` still wait. */
export function endOfList(way: 'next' | 'previous' | 'open', count: number, left: number): string {
  if (way === 'previous') return 'This is the first image of the list.';
  if (left === 0) return `The list is done: ${count} images are labelled.`;
  return way === 'open' ? 'No other image of the list waits.' : `This is the end of the list, and ${left} of its images still wait.`;
}
