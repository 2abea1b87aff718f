import type { Part } from '../../core/dataset/split';
import type { PartCount } from '../../core/experiment/runRecord';
import type { ImportSummary } from '../../node/dataset/importImages';

/** What a split counts, as the command line tells it. */
export type SplitCounts = { readonly parts: Readonly<Record<Part, PartCount>>; readonly notes: readonly string[] };

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** The end of an import in words. */
export function describeImport(result: ImportSummary): string {
  const images = `${count(result.images, 'image')} of ${count(result.patients, 'patient')} in the project: ${result.added} added, ${result.updated} updated, ${result.unchanged} unchanged.`;
  const labels = result.labels > 0 ? [`${count(result.labels, 'label')} written.`] : [];
  const labelProblems = result.labelProblems > 0 ? [`${count(result.labelProblems, 'row')} of the table of labels could not be used.`] : [];
  const problems = result.problems > 0 ? [`${count(result.problems, 'file')} could not be used.`] : [];
  return [images, ...labels, ...labelProblems, ...problems, ...result.notes].join(' ');
}

/** The end of a split in words. */
export function describeSplit({ parts, notes }: SplitCounts): string {
  const counts = (['train', 'tuning', 'test'] as const).map(
    (part) => `${part} ${count(parts[part].images, 'image')} of ${count(parts[part].patients, 'patient')}`,
  );
  return [`Split by patient: ${counts.join(', ')}.`, ...notes].join(' ');
}
