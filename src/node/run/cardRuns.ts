import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { shortMetric } from '../../core/experiment/describeMetric';
import type { RunListing } from '../../core/experiment/runListing';
import { layout } from '../../core/project/layout';
import { readRecord } from './readRecord';

/** More runs than these are no choice any more. */
const mostRuns = 20;

/** Finished runs that learned a number, those with weights on this machine first, then by their error on the tuning part; folds only where there is nothing else. */
export async function cardRuns(
  root: string,
  listings: readonly RunListing[],
): Promise<readonly { readonly run: string; readonly words: string }[]> {
  const finished = listings.filter(({ state, metric }) => state === 'finished' && metric?.name === 'mae');
  const whole = finished.filter(({ fold }) => fold === undefined);
  const best = (whole.length > 0 ? whole : finished)
    .toSorted((a, b) => (a.metric?.value ?? Number.POSITIVE_INFINITY) - (b.metric?.value ?? Number.POSITIVE_INFINITY))
    .slice(0, mostRuns);
  const known = await Promise.all(best.map(async (listing) => ({ listing, isHere: await hasWeights(root, listing.run) })));
  return [...known.filter(({ isHere }) => isHere), ...known.filter(({ isHere }) => !isHere)].map(
    ({ listing: { run, metric }, isHere }) => ({
      run,
      words: `${metric === null ? '' : shortMetric(metric.name, metric)}${isHere ? '' : ', weights not on this machine'}`,
    }),
  );
}

async function hasWeights(root: string, run: string): Promise<boolean> {
  const record = await readRecord(root, run).catch(() => null);
  const sha256 = record !== null && 'result' in record ? record.result?.weights?.sha256 : undefined;
  return sha256 !== undefined && (await stat(join(root, layout.weights, `${sha256}.onnx`)).catch(() => null)) !== null;
}
