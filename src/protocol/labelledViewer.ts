import type { LabelsPage } from './labels';
import type { ViewerPage } from './viewer';

/** The contract of the viewer's page, which also edits labels. */
export type LabelledViewerPage = {
  readonly requests: ViewerPage['requests'] & LabelsPage['requests'];
  readonly events: ViewerPage['events'] & LabelsPage['events'];
};
