/** A running code-server; `stop` ends its whole process group. */
export type CodeServer = {
  readonly url: string;
  readonly port: number;
  readonly log: string;
  readonly stop: () => Promise<void>;
};

export function startCodeServer(options: {
  readonly state: string;
  readonly extensions?: readonly string[];
  readonly restricted?: boolean;
  readonly forTests?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
}): Promise<CodeServer>;
