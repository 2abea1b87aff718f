import type { ImageRow } from '../../core/dataset/imageRow';
import { hasNoPatientIdentity } from '../../core/dataset/imageRow';
import { layout } from '../../core/project/layout';
import { type ImportPlan, isInFolder } from './importPlan';

export type NoteFacts = {
  readonly rows: readonly ImageRow[];
  /** Images that this import found. */
  readonly found: number;
  readonly labelled: number;
  readonly skipped: number;
  readonly unreadable: number;
  readonly vanished: number;
  readonly changed: number;
  readonly unhashed: number;
  readonly labelProblems: number;
  /** What a layout says of the labels that it read. */
  readonly notes: readonly string[];
};

/** Sentences on what the user should know of an import and can't see from its numbers. */
export function importNotes(plan: ImportPlan, facts: NoteFacts): readonly string[] {
  const notes: readonly (readonly [boolean | undefined, string])[] = [
    [
      plan.labels?.kind === 'layout',
      `The folder has the layout of ${plan.layout?.title}: its labels were read${plan.keepNames ? ', and the images keep their names' : ''}.`,
    ],
    ...plan.otherLayouts.map(
      ({ name, title }) => [true, `${title} lies in the folder, too, and was passed over: import it with the layout ${name}.`] as const,
    ),
    ...facts.notes.map((note) => [true, note] as const),
    ...identityNotes(facts.rows, plan.labels?.kind === 'layout'),
    [facts.labelProblems > 0, `What is wrong with rows of the labels' table stands in ${layout.importProblems}.`],
    [
      plan.labels !== null && facts.labelled < facts.found,
      `${facts.found - facts.labelled} of the ${facts.found} images have no label in the table.`,
    ],
    [facts.skipped > 0, `${facts.skipped} files of other kinds were passed over.`],
    [facts.unreadable > 0, `${facts.unreadable} folders or links could not be opened.`],
    [facts.vanished > 0, `${facts.vanished} images of earlier imports are no longer in the folder; their rows and labels stay.`],
    [facts.changed > 0, `${facts.changed} images have other bytes than at their last import.`],
    [facts.unhashed > 0, `${facts.unhashed} images have no content hash yet, because their files can't be read on this machine.`],
    [isInside(plan), 'The images lie inside the project: take care that git ignores them.'],
  ];
  return notes.flatMap(([applies, note]) => (applies ? [note] : []));
}

function identityNotes(rows: readonly ImageRow[], isLayout: boolean): readonly (readonly [boolean, string])[] {
  const anonymous = rows.filter(hasNoPatientIdentity).length;
  const onePatient = rows.length >= 20 && new Set(rows.map(({ patient }) => patient)).size === 1;
  return [
    [
      anonymous > 0,
      `${anonymous} of ${rows.length} images name no patient: only images with equal pixels (or of one study) are known to belong together, so one patient's images may fall into different parts of a split.${isLayout ? '' : ` A column "patient" in the labels' table mends this.`}`,
    ],
    [onePatient, 'All images are of one patient: has a de-identification given everybody the same PatientID?'],
  ];
}

const isInside = ({ folder, root }: ImportPlan): boolean => isInFolder({ folder: root }, folder);
