import type { Output } from './output';

/** How to start the training process; the engine's own arguments follow `args`. */
export type TrainerCommand = { readonly command: string; readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv };

/** What the command line needs from the process it runs in. */
export type CommandHost = {
  readonly cwd: string;
  readonly templatesFolder: string;
  readonly trainer: TrainerCommand;
  /** Program and first arguments that start this command line again, for git to run; left out where git must not. */
  readonly self?: readonly string[];
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** True where standard error is a terminal, so that a progress line may be drawn over. */
  readonly terminal: boolean;
  readonly signal: AbortSignal;
  /** Standard input, for the commands that the editor talks to; absent where nobody can. */
  readonly input?: NodeJS.ReadableStream;
};

/** What one command gets: the host, the folder to work in, and where its words go. */
export type CommandContext = {
  readonly host: CommandHost;
  /** Folder given by `-C`, absolute; the current folder otherwise. */
  readonly folder: string;
  /** A path from the command line, absolute; it is meant from where the user stands, also with `-C`. */
  readonly path: (word: string) => string;
  readonly output: Output;
};

/** What a command ends with: the document for machines, the lines for people, and the exit code when it is not 0. */
export type CommandResult = { readonly result: unknown; readonly text: string; readonly exitCode?: 0 | 1 };
