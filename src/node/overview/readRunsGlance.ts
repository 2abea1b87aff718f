import { createHash } from 'node:crypto';
import { type GlancedRun, glancedRun, type RunsGlance, runsGlance } from '../../core/overview/runsGlance';
import { layout } from '../../core/project/layout';
import { readTextIfThere } from '../project/readText';
import { type LookOptions, readHistory } from '../run/readHistory';
import { readProblem } from './readHead';

/** Makes what reads a project's runs at a glance; what it has read of git stays in memory. */
export function runsGlanceReader(root: string, options: LookOptions = {}): () => Promise<RunsGlance> {
  const kept = new Map<string, GlancedRun>();
  return async () => {
    const [runs, split, problem] = await Promise.all([
      readHistory(root, options, ({ listing, record }) => glancedRun(listing, record), kept),
      readTextIfThere(root, layout.split),
      readProblem(root),
    ]);
    const hash = split === null ? '' : createHash('sha256').update(split.replaceAll('\r\n', '\n')).digest('hex');
    return runsGlance(runs, hash, problem?.success.metric ?? '');
  };
}
