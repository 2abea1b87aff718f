import { layout } from '../core/project/layout';

const inFolder = (path: string, folder: string): string | undefined =>
  path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;

/** What depends on a changed path. */
export type ChangeClass = {
  readonly steps: boolean;
  readonly listing: boolean;
  readonly run: string | null;
  /** The image whose label changed, or all where what labels are judged by did; null where no label did. */
  readonly labels: { readonly image: string } | 'all' | null;
  /** Git's HEAD or index moved. */
  readonly git: boolean;
};

const nothing: ChangeClass = { steps: false, listing: false, run: null, labels: null, git: false };

/** Sorts one changed path (relative, forward slashes) into what depends on it; null when nothing does. */
export function classifyChange(path: string): ChangeClass | null {
  const ofRun = inFolder(path, layout.runs) ?? inFolder(path, layout.localRuns);
  if (ofRun !== undefined) {
    const [run = '', file = ''] = ofRun.split('/');
    const listing = file === '' || file === 'record.json' || file === 'process.json';
    return { ...nothing, steps: listing, listing, run };
  }
  if (path === '.git/HEAD' || path === '.git/index') return { ...nothing, listing: true, git: true };
  const isLocal = path.startsWith('.radsteps/') && path !== layout.local && path !== layout.paths;
  if (path.startsWith('.git/') || isLocal) return null;
  return { ...nothing, steps: true, listing: path === layout.runs || path === layout.localRuns, labels: labelsOf(path) };
}

function labelsOf(path: string): ChangeClass['labels'] {
  // Who reads here, and whether blind, stands in the local settings.
  if ([layout.images, layout.protocol, layout.labels, layout.local].some((file) => path === file)) return 'all';
  const [, file] = inFolder(path, layout.labels)?.split('/') ?? [];
  // A reader's folder came, went or got another name.
  if (file === undefined) return path.startsWith(`${layout.labels}/`) ? 'all' : null;
  return file.endsWith('.json') && !file.startsWith('.') ? { image: file.slice(0, -'.json'.length) } : null;
}
