import * as vscode from 'vscode';
import type { LayoutName } from '../../core/dataset/layoutName';

type LayoutChoice = vscode.QuickPickItem & {
  readonly layout: LayoutName;
  /** Labels come with the folder. */
  readonly isLabelled?: boolean;
};

const layouts: readonly LayoutChoice[] = [
  { label: 'Find out', detail: 'Public data sets by their files, otherwise DICOM, PNG and JPEG files as they are found', layout: 'auto' },
  { label: 'Files', detail: 'Any folder of PNG, JPEG and DICOM files', layout: 'files' },
  { label: 'DICOM', detail: 'Only DICOM files, also without a file extension', layout: 'dicom' },
  {
    label: 'FracAtlas',
    detail: "The public data set's own folders, categories, boxes and outlines",
    layout: 'fracatlas',
    isLabelled: true,
  },
  { label: 'GRAZPEDWRI-DX', detail: 'Wrists of children: dataset.csv, boxes, patients and studies', layout: 'graz', isLabelled: true },
  { label: 'MURA', detail: 'Arms, hands and shoulders: studies that are normal or abnormal', layout: 'mura', isLabelled: true },
  {
    label: 'RSNA bone age',
    detail: "The challenge's films with its tables, official parts noted",
    layout: 'rsna-bone-age',
    isLabelled: true,
  },
];

/** What one import takes in: a folder of images, and perhaps a table of labels. */
export type Import = {
  readonly folder: string;
  readonly layout: LayoutName;
  /** A table; false for no labels; undefined for what the layout or the one table in the folder says. */
  readonly labels: string | false | undefined;
};

async function askLabels(): Promise<Pick<Import, 'labels'> | undefined> {
  const items = [
    { label: 'Find out', detail: 'By the layout, or from the one table in the folder that fits the protocol', table: 'found' },
    {
      label: 'Choose a table...',
      detail: 'A CSV file or workbook with a column for the file name and columns for labels',
      table: 'chosen',
    },
    { label: 'No labels', detail: 'Images only; labels come later', table: 'none' },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: 'Import Images (3/3): Labels', ignoreFocusOut: true });
  if (chosen === undefined) return undefined;
  if (chosen.table !== 'chosen') return { labels: chosen.table === 'none' ? false : undefined };
  const picked = await vscode.window.showOpenDialog({ openLabel: 'Use Labels', filters: { Tables: ['csv', 'tsv', 'xlsx'] } });
  const labels = picked?.[0]?.fsPath;
  return labels === undefined ? undefined : { labels };
}

/** Asks what `given` leaves open; undefined when the user turned away. A caller that names the folder is asked nothing. */
export async function askImport(given: Partial<Import>): Promise<Import | undefined> {
  if (given.folder !== undefined) return { folder: given.folder, layout: given.layout ?? 'auto', labels: given.labels };
  const picked = await vscode.window.showOpenDialog({
    title: 'Import Images (1/3): Folder',
    openLabel: 'Import',
    canSelectFolders: true,
    canSelectFiles: false,
  });
  const folder = picked?.[0]?.fsPath;
  if (folder === undefined) return undefined;
  const title = 'Import Images (2/3): What the folder looks like';
  const choice = await vscode.window.showQuickPick(layouts, { title, ignoreFocusOut: true });
  if (choice === undefined) return undefined;
  const table = choice.isLabelled ? { labels: undefined } : await askLabels();
  return table === undefined ? undefined : { folder, layout: choice.layout, ...table };
}
