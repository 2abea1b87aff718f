/** What the driver asks of the tests' entry in the extension host, sent as JSON in the environment variable `RADSTEPS_HOST_OPTIONS`. */
export type HostOptions = {
  /** Bundled mocha files to run on start. */
  readonly tests: readonly string[];
  /** Where the results of those go, as JSON. */
  readonly results: string;
  /** Unix socket on which the host then serves the driver's functions; null ends the host after the tests. */
  readonly socket: string | null;
};

/** One test that ran inside the extension host. */
export type HostTestResult = {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'pending';
  readonly milliseconds: number;
  readonly error?: string;
};

/** The environment variable that carries the options. */
export const hostOptionsVariable = 'RADSTEPS_HOST_OPTIONS';
