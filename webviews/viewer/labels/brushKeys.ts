import { steppedRadius } from './brushSettings';
import type { MaskBoard } from './maskBoard';

/** Keys of the brush while a mask is painted: `<` smaller, `>` larger, X erases or paints, K ball or disc, G range of values on or off, Q masks shown or not. */
export function brushKey(board: MaskBoard, { key }: KeyboardEvent): boolean {
  const { brush } = board;
  // The protocol's own keys come first.
  if (board.model.shown.labels.some(({ hotkey }) => hotkey?.toLowerCase() === key.toLowerCase())) return false;
  switch (key.toLowerCase()) {
    case '<':
      board.setBrush({ radius: steppedRadius(brush.radius, -1) });
      return true;
    case '>':
      board.setBrush({ radius: steppedRadius(brush.radius, 1) });
      return true;
    case 'x':
      board.setBrush({ isErasing: !brush.isErasing });
      return true;
    case 'k':
      if (!board.canBeBall) return false;
      board.setBrush({ shape: brush.shape === 'ball' ? 'disc' : 'ball' });
      return true;
    case 'g':
      board.toggleRange();
      return true;
    case 'q':
      board.setBrush({ isHidden: !brush.isHidden });
      return true;
    default:
      return false;
  }
}
