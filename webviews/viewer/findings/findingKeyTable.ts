/** Keys of a page that shows what runs say, before they mean anything to the viewer. */
export const findingKeyTable: readonly (readonly [how: string, does: string])[] = [
  ['A', 'Attention of a run over the picture, on or off'],
  ['Shift+A', "The next run's attention"],
  ['J  K', 'Next, previous image of the list'],
  ['G', 'Label on or off'],
  ['1 to 9', 'Marks of the first to the ninth run on or off'],
];
