/** A key of the label editor, as people call it, and what it does. */
export type LabelKeyRow = readonly [keys: string, does: string];

/** What keys do in a label's editor, before they mean anything to the viewer. */
export const labelKeyTable: readonly LabelKeyRow[] = [
  ['S', 'Select the next mark'],
  ['Tab  Shift+Tab', 'Next, previous mark, while one is selected'],
  ['Arrows', 'Move the selected mark or corner by a pixel; Shift: by ten (while a label is chosen in a series they scroll)'],
  ['Enter', 'Next corner of the selected mark; close an outline; start and end of an interval; with the pixel cursor: put a point'],
  ['Insert', 'New corner after the selected one'],
  ['Delete', 'Delete the selected corner, else the mark'],
  ['Backspace', 'Take the last corner back'],
  ['Ctrl+C  Ctrl+V', 'Copy the selected mark, put it on the shown image'],
  ['G', 'Hide or show the marks'],
  ['Escape', 'Drop what is begun; let go of corner, mark, label'],
];

/** What the mouse does in a label's editor. */
export const labelMouseTable: readonly LabelKeyRow[] = [
  ['Click a line, or into a mark', 'Select it'],
  ['Drag the selected mark', 'Corners, sides, or the whole'],
  ["Drag an outline's line", 'New corner'],
  ['Alt+click a corner', 'Take it out of the outline'],
];
