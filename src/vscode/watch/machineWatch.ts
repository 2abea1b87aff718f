import * as vscode from 'vscode';
import type { MachineSample } from '../../core/machine/machineSample';
import type { Services } from '../services';

const everyMs = 2000;

/** The trainers' process numbers by run, as this machine's notes say. */
async function trainersOf({ runs }: Services, project: string): Promise<Readonly<Record<string, number>>> {
  const { isHere, readRunProcess } = await import('../../node/run/runProcess');
  const entries = await Promise.all(
    runs.running.map(async ({ run }) => {
      const note = await readRunProcess(project, run);
      return note?.trainer != null && (await isHere(note)) ? [[run, note.trainer.pid] as const] : [];
    }),
  );
  return Object.fromEntries(entries.flat());
}

/** Looks at the machine every two seconds while somebody can see it, and at nothing otherwise. */
export function watchMachine(
  services: Services,
  project: string,
  isSeen: () => boolean,
  tell: (sample: MachineSample) => void,
): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const sampler = import('../../node/machine/machineSampler').then(({ MachineSampler }) => new MachineSampler());
  const look = async (): Promise<void> => {
    if (!isSeen()) return;
    // Restricted Mode starts no programs, nvidia-smi neither.
    const sample = await (await sampler).sample(await trainersOf(services, project), vscode.workspace.isTrusted);
    if (!ended && isSeen()) tell(sample);
  };
  const again = (): void => {
    look()
      .catch((error: unknown) =>
        services.log.warn(`The machine could not be looked at: ${error instanceof Error ? error.message : String(error)}`),
      )
      .finally(() => {
        if (!ended) timer = setTimeout(again, everyMs);
      });
  };
  // The page's first picture goes first.
  timer = setTimeout(again, 400);
  return new vscode.Disposable(() => {
    ended = true;
    clearTimeout(timer);
  });
}
