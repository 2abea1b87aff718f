import type { ActionName } from './actions';

/** Keys of one action: as `KeyboardEvent.key`, and how people call them. */
export type KeyRow = { readonly keys: readonly string[]; readonly name: string; readonly action: ActionName; readonly does: string };

/** Single keys only: with Ctrl or Cmd they belong to VS Code. */
export const keyTable: readonly KeyRow[] = [
  { keys: ['ArrowDown'], name: '↓', action: 'nextImage', does: 'Next image' },
  { keys: ['ArrowUp'], name: '↑', action: 'previousImage', does: 'Previous image' },
  { keys: ['PageDown'], name: 'Page Down', action: 'pageForward', does: 'Ten images on' },
  { keys: ['PageUp'], name: 'Page Up', action: 'pageBack', does: 'Ten images back' },
  { keys: ['Home'], name: 'Home', action: 'firstImage', does: 'First image' },
  { keys: ['End'], name: 'End', action: 'lastImage', does: 'Last image' },
  { keys: ['ArrowRight'], name: '→', action: 'nextTime', does: 'Next point in time' },
  { keys: ['ArrowLeft'], name: '←', action: 'previousTime', does: 'Previous point in time' },
  { keys: ['p', 'P'], name: 'P', action: 'toggleCine', does: 'Play or stop' },
  { keys: ['a', 'A'], name: 'A', action: 'autoWindow', does: 'Window from the values' },
  { keys: ['w', 'W'], name: 'W', action: 'fileWindow', does: "The file's window" },
  { keys: ['i', 'I'], name: 'I', action: 'toggleInvert', does: 'Invert' },
  { keys: ['+', '='], name: '+', action: 'zoomIn', does: 'Zoom in' },
  { keys: ['-', '_'], name: '−', action: 'zoomOut', does: 'Zoom out' },
  { keys: ['f', 'F'], name: 'F', action: 'fit', does: 'Fit' },
  { keys: ['1'], name: '1', action: 'actualSize', does: 'One to one' },
  { keys: ['0'], name: '0', action: 'resetView', does: 'Reset view and window' },
  { keys: ['r'], name: 'R', action: 'rotate', does: 'Rotate right' },
  { keys: ['R'], name: 'Shift+R', action: 'rotateLeft', does: 'Rotate left' },
  { keys: ['h', 'H'], name: 'H', action: 'flipHorizontally', does: 'Flip left and right' },
  { keys: ['v', 'V'], name: 'V', action: 'flipVertically', does: 'Flip top and bottom' },
  { keys: ['c', 'C'], name: 'C', action: 'toggleCursor', does: 'Pixel cursor for the arrow keys' },
  { keys: ['o', 'O'], name: 'O', action: 'toggleOverlays', does: 'Overlays' },
  { keys: ['t', 'T'], name: 'T', action: 'toggleTexts', does: 'Text on the picture' },
  { keys: ['n', 'N'], name: 'N', action: 'toggleIdentifiers', does: 'Identifiers' },
  { keys: ['m', 'M'], name: 'M', action: 'togglePlanes', does: 'Three planes' },
  { keys: ['u', 'U'], name: 'U', action: 'toggleCurve', does: 'Curve over time' },
  { keys: ['l', 'L'], name: 'L', action: 'toggleLink', does: 'Link with other viewers' },
  { keys: ['b', 'B'], name: 'B', action: 'toggleHistogram', does: 'Histogram' },
  { keys: ['e', 'E'], name: 'E', action: 'toggleHeader', does: 'Header' },
  { keys: ['?'], name: '?', action: 'toggleKeyboard', does: 'This list' },
];

/** How the key of an action is called; '' where it has none. */
export const keyOf = (action: ActionName): string => keyTable.find((row) => row.action === action)?.name ?? '';
