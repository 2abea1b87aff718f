import type { Activity } from '../../core/overview/overviewQuestion';
import { gitAt } from '../git/git';

/** The project's last commits on this branch, newest first; none without git or before the first one. */
export async function readActivity(root: string, most: number): Promise<readonly Activity[]> {
  try {
    const text = await gitAt(root)(['log', `-${most}`, '-z', '--format=%h%x1f%s%x1f%an%x1f%aI', '--', '.']);
    return text.split('\0').filter(Boolean).map(activityOf);
  } catch {
    return [];
  }
}

function activityOf(line: string): Activity {
  const [commit = '', subject = '', author = '', at = ''] = line.trim().split('\x1f');
  return { commit, subject, author, at };
}
