import type { ChangesPage } from '../../protocol/changes';
import type { Handlers } from '../../protocol/channel';
import type { FindingsPage } from '../../protocol/findings';
import type { LabelEditorPage } from '../../protocol/labelledViewer';

const noLabel = (): Promise<never> => Promise.reject(new Error('This viewer shows no label.'));

const noChanges = (): Promise<never> => Promise.reject(new Error('This viewer compares no labels.'));

const noFindings = (): Promise<never> => Promise.reject(new Error('This viewer shows no predictions.'));

/** What a plain viewer's page is told that asks for a label, a comparison or predictions. */
export const withoutLabel: Handlers<LabelEditorPage> & Handlers<ChangesPage> & Handlers<FindingsPage> = {
  openLabel: noLabel,
  edit: noLabel,
  answerNote: noLabel,
  openWork: noLabel,
  goOn: noLabel,
  setStatus: noLabel,
  worked: noLabel,
  setFinalAtOnce: noLabel,
  signOff: noLabel,
  openChanges: noChanges,
  stepLabel: noChanges,
  openFindings: noFindings,
  stepFindings: noFindings,
  askAttention: noFindings,
  stopAttention: noFindings,
  labelImage: noFindings,
  openRun: noFindings,
};
