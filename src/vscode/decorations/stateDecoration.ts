import * as vscode from 'vscode';
import { type ImageLabelState, type LabelState, readerLabelState, stateLines } from '../../core/label/imageLabelState';

/** Signs that git's own letters beside them do not use; words are in the tooltip. */
const looks: Readonly<Record<LabelState | 'signedOff', readonly [badge: string, words: string, colour: string | null]>> = {
  unreadable: ['!', 'Label can not be read', 'list.errorForeground'],
  disagree: ['≠', 'Labels disagree', 'charts.orange'],
  draft: ['◐', 'Draft', 'charts.yellow'],
  none: ['○', 'No label yet', null],
  final: ['●', 'Final', 'charts.green'],
  signedOff: ['✓', 'Signed off', 'charts.green'],
};

function decoration(look: LabelState | 'signedOff', details: readonly string[]): vscode.FileDecoration {
  const [badge, words, colour] = looks[look];
  return new vscode.FileDecoration(badge, [words, ...details].join('\n'), colour === null ? undefined : new vscode.ThemeColor(colour));
}

/** How an image of the project is decorated; not at all where it has no label. */
export function imageDecoration(state: ImageLabelState | undefined): vscode.FileDecoration | undefined {
  if (state === undefined || state.state === 'none') return undefined;
  return decoration(state.signedOff && state.state === 'final' ? 'signedOff' : state.state, stateLines(state));
}

/** How the label file of one reader is decorated: by his own label, and by what is open between him and others. */
export function labelDecoration(state: ImageLabelState | undefined, reader: string): vscode.FileDecoration | undefined {
  if (state === undefined) return undefined;
  const own = readerLabelState(state, reader);
  if (own === 'none') return undefined;
  const signedOff = state.labels.find((label) => label.reader === reader)?.signedOff;
  if (own === 'final' && signedOff !== undefined) return decoration('signedOff', [`by ${signedOff.by} on ${signedOff.at.slice(0, 10)}`]);
  return decoration(own, own === 'disagree' ? state.open : []);
}
