import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UserError } from '../../core/userError';

/** A program that runs JavaScript files as Node 20 or newer does. */
export type Runtime = {
  readonly command: string;
  readonly env: NodeJS.ProcessEnv;
  /** "Node 22.3.0", or the host's own. */
  readonly title: string;
};

const run = promisify(execFile);

async function versionOf(command: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  try {
    const { stdout } = await run(command, ['--version'], { env, timeout: 10_000, windowsHide: true });
    return /^v(\d+\.\d+\.\d+)/.exec(stdout)?.[1] ?? null;
  } catch {
    return null;
  }
}

const isNewEnough = (version: string | null): version is string => version !== null && Number.parseInt(version, 10) >= 20;

/**
 * Chooses what runs the command line and the trainer: the configured program (UserError when it is not Node 20 or newer), else the `node`
 * on the PATH when it is new enough, else the host program itself as Node.
 */
export async function findNode(configured: string, env: NodeJS.ProcessEnv, hostProgram: string): Promise<Runtime> {
  if (configured !== '') {
    const version = await versionOf(configured, env);
    if (isNewEnough(version)) return { command: configured, env, title: `Node ${version}` };
    const found = version === null ? 'which does not start as Node' : `which is Node ${version}`;
    throw new UserError(
      `The setting radsteps.training.nodePath names ${configured}, ${found}: name a Node of version 20 or newer, or leave the setting empty.`,
    );
  }
  const version = await versionOf('node', env);
  if (isNewEnough(version)) return { command: 'node', env, title: `Node ${version}` };
  return { command: hostProgram, env: { ...env, ELECTRON_RUN_AS_NODE: '1' }, title: "the editor's own Node" };
}
