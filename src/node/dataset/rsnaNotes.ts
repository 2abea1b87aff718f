import type { LabelDefinition } from '../../core/label/protocol';
import type { ImportedLabel } from './importedLabels';
import type { NamedRsnaTable } from './rsnaLabels';

const counted = (n: number): string => n.toLocaleString('en');

/** What somebody should know of an import of the challenge's films before numbers are compared. */
export function rsnaNotes(
  tables: readonly NamedRsnaTable[],
  byImage: ReadonlyMap<string, ImportedLabel>,
  target: LabelDefinition | null,
): readonly string[] {
  const labels = [...byImage.values()];
  const inPart = (part: string): readonly ImportedLabel[] => labels.filter(({ extra }) => extra?.official_part === part);
  const parts = ['training', 'validation', 'test'].map((part) => `${counted(inPart(part).length)} ${part}`);
  const test = inPart('test');
  const aged = test.filter(({ categories }) => target !== null && categories[target.name] !== undefined).length;
  const unclear = tables.filter(({ part }) => part === '').length;
  const notes: readonly (readonly [boolean, string])[] = [
    [target === null, 'The protocol has no number in months or years that is called bone age, so no bone age was taken.'],
    [
      true,
      `By the official parts (column official_part) these are ${parts.join(', ')} films; the films are the hands of children whose age by the calendar is not known.`,
    ],
    [
      unclear > 0,
      `${unclear} ${unclear === 1 ? 'table has' : 'tables have'} the headings of one official part and the name of another: their films have no official part.`,
    ],
    [
      test.length > 0,
      'Published results hold for the 200 official test films: "radsteps split --test official_part=test" keeps them as the test part.',
    ],
    [
      target !== null && aged < test.length,
      `${counted(test.length - aged)} of the test films have no bone age, as in the table without ages: put the official test table ("Ground truth bone age (months)") beside the films and import again.`,
    ],
  ];
  return notes.flatMap(([applies, note]) => (applies ? [note] : []));
}
