import { shortMetric } from '../../core/experiment/describeMetric';
import { summarise } from '../../core/experiment/runListing';
import type { RunRecord } from '../../core/experiment/runRecord';
import { watchLine } from '../../core/experiment/watchedRun';
import { findProject } from '../project/findProject';
import { type Watched, type WatchListener, watchRuns } from '../run/watchRuns';
import type { CommandContext, CommandHost, CommandResult } from './context';

/** `radsteps watch [run]`. */
export async function watchCommand({ host, folder, output }: CommandContext, [run]: readonly string[]): Promise<CommandResult> {
  const root = await findProject(folder);
  const block = terminalBlock(host);
  const listener: WatchListener = {
    event: (watched, event) => {
      const isTold = !host.terminal && event.event === 'epoch';
      output.event({ ...event, run: watched.run }, isTold ? watchLine(watched.run, watched.state) : null);
    },
    ended: ({ record }) => {
      block.clear();
      output.event({ event: 'ended', run: record.run, state: record.state }, endLine(record));
    },
    looked: (running) => block.draw(running),
  };
  // Only people look at a block that is drawn over.
  const isSilent = output.mode !== 'text';
  const ended = await watchRuns(root, run ?? null, isSilent ? { ...listener, looked: () => {} } : listener, host.signal);
  block.clear();
  const text =
    ended.length === 0 ? 'No run trains on this machine now.' : `${ended.length} ${ended.length === 1 ? 'run has' : 'runs have'} ended.`;
  return { result: ended.map((record) => summarise(record, false)), text: host.signal.aborted ? 'Watching ended; the runs go on.' : text };
}

function endLine(record: RunRecord): string {
  const { metric, epochs, reason } = summarise(record, false);
  const value = metric === null ? '' : `, best ${shortMetric(metric.name, metric)} (n = ${metric.n}, tuning part)`;
  return `${record.run} ${record.state} after ${epochs ?? 0} epochs${value}${reason === undefined ? '.' : `: ${reason}`}`;
}

/** A line a run that is drawn over at every look; on anything but a terminal nothing. */
function terminalBlock({ terminal, writeError }: Pick<CommandHost, 'terminal' | 'writeError'>) {
  let lines = 0;
  const erase = () => (lines === 0 ? '' : `\u001b[${lines}A\u001b[J`);
  return {
    draw(running: readonly Watched[]) {
      if (!terminal) return;
      const columns = process.stderr.columns ?? 120;
      // A line that wraps would count as one and be erased as two.
      const next = running.map(({ run, state }) => watchLine(run, state).slice(0, columns - 1));
      writeError(`${erase()}${next.map((line) => `${line}\n`).join('')}`);
      lines = next.length;
    },
    clear() {
      if (lines > 0) writeError(erase());
      lines = 0;
    },
  };
}
