import { layout } from '../core/project/layout';

const inFolder = (path: string, folder: string): string | undefined =>
  path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;

/** Sorts one changed path (relative, forward slashes) into what depends on it; null when nothing does. */
export function classifyChange(path: string): { readonly steps: boolean; readonly listing: boolean; readonly run: string | null } | null {
  const ofRun = inFolder(path, layout.runs) ?? inFolder(path, layout.localRuns);
  if (ofRun !== undefined) {
    const [run = '', file = ''] = ofRun.split('/');
    const listing = file === '' || file === 'record.json' || file === 'process.json';
    return { steps: listing, listing, run };
  }
  if (path === '.git/HEAD' || path === '.git/index') return { steps: false, listing: true, run: null };
  const isLocal = path.startsWith('.radsteps/') && path !== layout.local && path !== layout.paths;
  if (path.startsWith('.git/') || isLocal) return null;
  return { steps: true, listing: path === layout.runs || path === layout.localRuns, run: null };
}
