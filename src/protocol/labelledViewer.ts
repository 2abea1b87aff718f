import type { ChangesPage } from './changes';
import type { FindingsPage } from './findings';
import type { LabelsPage } from './labels';
import type { LabelWorkPage } from './labelWork';
import type { ViewerPage } from './viewer';

/** What an editor of labels adds to the viewer's contract. */
export type LabelEditorPage = {
  readonly requests: LabelsPage['requests'] & LabelWorkPage['requests'];
  readonly events: LabelsPage['events'] & LabelWorkPage['events'];
};

/** The contract of the viewer's page, which also edits labels, compares them, and shows what runs say. */
export type LabelledViewerPage = {
  readonly requests: ViewerPage['requests'] & LabelEditorPage['requests'] & ChangesPage['requests'] & FindingsPage['requests'];
  readonly events: ViewerPage['events'] & LabelEditorPage['events'] & ChangesPage['events'] & FindingsPage['events'];
};
