import type { ChangesPage } from './changes';
import type { LabelsPage } from './labels';
import type { ViewerPage } from './viewer';

/** The contract of the viewer's page, which also edits labels and compares them. */
export type LabelledViewerPage = {
  readonly requests: ViewerPage['requests'] & LabelsPage['requests'] & ChangesPage['requests'];
  readonly events: ViewerPage['events'] & LabelsPage['events'] & ChangesPage['events'];
};
