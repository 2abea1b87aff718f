import { indexFiles } from '../../core/dataset/fileIndex';
import { readLabelTable } from '../../core/dataset/labelTable';
import type { FileProblem, FoundImage } from './foundFile';
import { identifierFinder } from './identifierFinder';
import { type FindImage, type ImportedLabels, labelsOfTable } from './importedLabels';
import type { ImportPlan } from './importPlan';

/** The labels of the found images from the import's table or layout; throws UserError when the table has no column to use. */
export async function readFolderLabels(
  { labels, folder, key }: ImportPlan,
  names: ReadonlyMap<FoundImage, string>,
  problems: readonly FileProblem[],
): Promise<ImportedLabels> {
  if (labels === null) return { byImage: new Map(), problems: [] };
  const find = imageFinder(names, problems);
  if (labels.kind === 'table') {
    const table = readLabelTable(labels.table, labels.text, labels.protocol, { byIdentifiers: true });
    return labelsOfTable(labels.table, table, find, key, identifierFinder(names, key));
  }
  const images = new Map([...names].map(([image, name]) => [name, { path: image.files[0].path, facts: image.facts }]));
  return labels.layout.read({ folder, tables: labels.tables, protocol: labels.protocol, key, find, images });
}

/** Finds an image by its file's path, name or stem, or by its own name in the project. */
function imageFinder(names: ReadonlyMap<FoundImage, string>, problems: readonly FileProblem[]): FindImage {
  const files = [...names].flatMap(([image, name]) => image.files.map(({ path }) => ({ path, target: name })));
  const unusable = problems.map(({ path }) => ({ path, target: null }));
  const byFile = indexFiles<string | null>([...files, ...unusable]);
  const own = new Set(names.values());
  return (name) => {
    const match = byFile(name);
    return 'missing' in match && own.has(name.trim()) ? { found: name.trim() } : match;
  };
}
