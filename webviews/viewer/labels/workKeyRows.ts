/** Keys of labelling as work, and what they do. */
export const workKeyRows: readonly (readonly [how: string, does: string])[] = [
  ['1 to 9, or the keys shown', 'Answer the marked question'],
  ['0', 'None of several values'],
  ['Enter, Shift+Enter', 'Save and show the next image of the list, the one before'],
  ['Ctrl+Enter', 'Make the label final, or a draft again'],
  ['Y  N', 'Accept, reject a proposal and go to the next one'],
  ['Shift+Y', 'Accept all proposals'],
];
