import { hasNoPatientIdentity, type ImageRow } from '../../core/dataset/imageRow';
import type { LayoutName } from '../../core/dataset/layoutName';
import type { ReportProgress } from '../../core/progress';
import { ageNotes } from './ageNotes';
import { hashImages } from './completeHashes';
import type { FoundImage } from './foundFile';
import { readImageTable } from './imageTableFile';
import { importNotes } from './importNotes';
import { type ImportPlan, pathFromRoot, planImport } from './importPlan';
import { keepRegion } from './keepRegion';
import { mergeImages } from './mergeImages';
import { nameImages } from './nameImages';
import { readFolderLabels } from './readFolderLabels';
import { saveImport } from './saveImport';
import { scanFolder } from './scanFolder';

export type ImportOptions = {
  /** A CSV table or workbook with a column of file names; false for no labels; otherwise the folder's layout or the one table in it. */
  readonly labels?: string | false;
  readonly layout: LayoutName;
  /** Images keep their files' stems as names; the default for public layouts only. */
  readonly keepNames?: boolean;
  /** Whose labels they are; `import` unless given. */
  readonly reader?: string;
  /** Images of other regions than the project's are taken, too. */
  readonly allRegions?: boolean;
};

/** What an import did: numbers of images unless said otherwise. */
export type ImportSummary = {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Files that could not be used; listed in `3-data/import-problems.csv`. */
  readonly problems: number;
  /** Images that have a label from this import. */
  readonly labels: number;
  /** Faults in the labels' table; listed there too. */
  readonly labelProblems: number;
  /** Images in the project. */
  readonly images: number;
  /** Patients in the project, groups without identity included. */
  readonly patients: number;
  /** Images in the project that name no patient. */
  readonly withoutIdentity: number;
  /** Images of other regions than the project's, which were left out. */
  readonly otherRegions: number;
  readonly notes: readonly string[];
};

/**
 * Takes a folder's images into the project where they lie: headers first, then labels, then (in a second pass, which may be cut short
 * and completed later) content hashes. Cancelled before the second pass it writes nothing.
 */
export async function importImages(
  root: string,
  folder: string,
  options: ImportOptions,
  report: ReportProgress,
  signal: AbortSignal,
): Promise<ImportSummary> {
  const plan = await planImport(root, folder, options);
  const scan = await scanFolder(plan, report, signal);
  const named = nameImages(scan.images, { rows: plan.table.rows, pathOf: knownPath(plan) }, plan.keepNames, plan.layout?.stemOf);
  const problems = [...scan.problems, ...named.problems];
  const found = await readFolderLabels(plan, named.names, problems);
  const has = new Set(plan.table.rows.map(({ image }) => image));
  const kept = await keepRegion(plan.root, named.names, found, has, options.allRegions === true);
  const { names, labels } = kept;
  const merged = await mergeImages(plan, names, labels);
  signal.throwIfAborted();
  const labelled = await saveImport(plan, { merged, labels, problems, looked: scan.looked }, report);
  const unhashed = await hashImages(plan.root, null, report, signal);
  const { rows } = await readImageTable(plan.root);
  const counts = countChanges(plan.table.rows, rows, new Set(names.values()));
  const labelProblems = labels.problems.length;
  const facts = {
    ...scan,
    ...merged,
    ...counts,
    rows,
    labelled,
    unhashed,
    labelProblems,
    notes: labels.notes ?? [],
    found: names.size,
  };
  return {
    added: counts.added,
    updated: counts.updated,
    unchanged: counts.unchanged,
    problems: problems.length,
    labels: labelled,
    labelProblems,
    images: rows.length,
    patients: new Set(rows.map(({ patient }) => patient)).size,
    withoutIdentity: rows.filter(hasNoPatientIdentity).length,
    otherRegions: kept.left,
    notes: [...plan.notes, ...kept.notes, ...importNotes(plan, facts), ...ageNotes(names.keys())],
  };
}

/** The path that earlier imports noted for a found image's place. */
function knownPath(plan: ImportPlan): (image: FoundImage) => ImportPlan['paths'][number] | undefined {
  const places = new Map(plan.paths.filter(({ root }) => root === plan.place.name).map((path) => [path.path, path]));
  return ({ files: [{ path }] }) => places.get(pathFromRoot(plan, path));
}

type Changes = { readonly added: number; readonly updated: number; readonly unchanged: number; readonly changed: number };

function countChanges(before: readonly ImageRow[], after: readonly ImageRow[], found: ReadonlySet<string>): Changes {
  const old = new Map(before.map((row) => [row.image, row]));
  const mine = after.filter(({ image }) => found.has(image)).map((row) => ({ row, was: old.get(row.image) }));
  const added = mine.filter(({ was }) => was === undefined).length;
  const updated = mine.filter(({ row, was }) => was !== undefined && JSON.stringify(row) !== JSON.stringify(was)).length;
  const changed = mine.filter(({ row, was }) => was !== undefined && was.sha256 !== '' && was.sha256 !== row.sha256).length;
  return { added, updated, unchanged: mine.length - added - updated, changed };
}
