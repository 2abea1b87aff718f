import account from '@vscode/codicons/src/icons/account.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import colorMode from '@vscode/codicons/src/icons/color-mode.svg';
import copy from '@vscode/codicons/src/icons/copy.svg';
import pause from '@vscode/codicons/src/icons/debug-pause.svg';
import reset from '@vscode/codicons/src/icons/discard.svg';
import planes from '@vscode/codicons/src/icons/editor-layout.svg';
import histogram from '@vscode/codicons/src/icons/graph.svg';
import curve from '@vscode/codicons/src/icons/graph-line.svg';
import layers from '@vscode/codicons/src/icons/layers.svg';
import link from '@vscode/codicons/src/icons/link.svg';
import header from '@vscode/codicons/src/icons/list-tree.svg';
import mirror from '@vscode/codicons/src/icons/mirror.svg';
import play from '@vscode/codicons/src/icons/play.svg';
import keyboard from '@vscode/codicons/src/icons/record-keys.svg';
import rotate from '@vscode/codicons/src/icons/refresh.svg';
import fit from '@vscode/codicons/src/icons/screen-full.svg';
import target from '@vscode/codicons/src/icons/target.svg';
import texts from '@vscode/codicons/src/icons/text-size.svg';
import wand from '@vscode/codicons/src/icons/wand.svg';
import zoomIn from '@vscode/codicons/src/icons/zoom-in.svg';
import zoomOut from '@vscode/codicons/src/icons/zoom-out.svg';

/** Icons of VS Code's own set, as markup that the build puts in. */
export const icons = {
  account,
  close,
  colorMode,
  copy,
  curve,
  fit,
  header,
  histogram,
  keyboard,
  layers,
  link,
  mirror,
  pause,
  planes,
  play,
  reset,
  rotate,
  target,
  texts,
  wand,
  zoomIn,
  zoomOut,
} as const;

export type IconName = keyof typeof icons;
