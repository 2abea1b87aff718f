import { resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { UserError } from '../../core/userError';
import type { CommandContext, CommandHost, CommandResult } from './context';
import { declareCommands } from './declareCommands';
import { createOutput, type OutputMode } from './output';

type Globals = { readonly project?: string; readonly json?: boolean; readonly events?: boolean };

/** Ties a declared command to its action; a variadic argument's words follow the others. */
export type Attach = <Options extends object>(
  command: Command,
  action: (context: CommandContext, words: readonly string[], options: Options) => Promise<CommandResult>,
) => void;

const modeOf = ({ json, events }: Globals): OutputMode => (events === true ? 'events' : json === true ? 'json' : 'text');

/** Bad usage is found before the options are parsed, so the mode is read from the words themselves. */
const modeOfWords = (words: readonly string[]): OutputMode =>
  modeOf({ json: words.includes('--json'), events: words.includes('--events') });

const sentence = (text: string): string => {
  const plain = text
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .trim();
  const capital = plain.charAt(0).toUpperCase() + plain.slice(1);
  return /[.?!)]$/.test(capital) ? capital : `${capital}.`;
};

function failureText(error: unknown): string {
  if (error instanceof UserError) return error.message;
  if (error instanceof Error)
    return process.env.RADSTEPS_DEBUG
      ? (error.stack ?? error.message)
      : `${sentence(error.message)} (unexpected; RADSTEPS_DEBUG=1 shows where)`;
  return String(error);
}

/** Runs one command line and returns its exit code: 0, 1 (failed) or 2 (bad usage); never throws. */
export async function runCommandLine(words: readonly string[], host: CommandHost): Promise<0 | 1 | 2> {
  let code: 0 | 1 | 2 = 0;
  const program = new Command('radsteps');
  const attach: Attach = (command, action) =>
    command.action(async () => {
      const globals = program.opts<Globals>();
      const output = createOutput(modeOf(globals), host);
      const path = (word: string) => resolve(host.cwd, word);
      const context = { host, folder: path(globals.project ?? '.'), path, output };
      code = await runAction(context, () =>
        action(
          context,
          command.processedArgs.flat().filter((word) => typeof word === 'string'),
          command.opts(),
        ),
      );
    });
  declareCommands(program, attach);
  speakThrough(host, program);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return code;
  } catch (error) {
    return usageFailure(error, words, host);
  }
}

/** The command and all below it answer by the host, and never end the process. */
function speakThrough(host: CommandHost, command: Command): void {
  command
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({ writeOut: host.write, writeErr: () => {} });
  for (const child of command.commands) speakThrough(host, child);
}

async function runAction({ output, host }: CommandContext, action: () => Promise<CommandResult>): Promise<0 | 1 | 2> {
  try {
    const done = await action();
    output.result(done.result, done.text);
    return done.exitCode ?? 0;
  } catch (error) {
    output.failure(host.signal.aborted && !(error instanceof UserError) ? 'Cancelled.' : failureText(error));
    return error instanceof UserError && error.badUsage ? 2 : 1;
  }
}

function usageFailure(error: unknown, words: readonly string[], host: CommandHost): 0 | 1 | 2 {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const text =
    error instanceof CommanderError && error.code === 'commander.help'
      ? 'Name a command.'
      : sentence(error instanceof Error ? error.message : String(error));
  createOutput(modeOfWords(words), host).failure(`${text} \`radsteps --help\` lists the commands.`);
  return 2;
}
