import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import { type HostOptions, type HostTestResult, hostOptionsVariable } from './hostOptions';
import { serveHost } from './serveHost';

/** What VS Code calls as the extension tests: runs the host tests, then serves the driver until it ends the session. */
export async function run(): Promise<void> {
  const options: HostOptions = JSON.parse(process.env[hostOptionsVariable] ?? 'null');
  if (options.tests.length > 0) writeFileSync(options.results, JSON.stringify(await runTests(options.tests)));
  if (options.socket !== null) await serveHost(options.socket);
}

async function runTests(files: readonly string[]): Promise<readonly HostTestResult[]> {
  const results: HostTestResult[] = [];
  const mocha = new Mocha({ ui: 'bdd', timeout: 20_000, reporter: Mocha.reporters.Base });
  for (const file of files) mocha.addFile(file);
  const add = (test: Mocha.Runnable, state: HostTestResult['state'], error?: Error) =>
    results.push({
      title: test.fullTitle(),
      state,
      milliseconds: test.duration ?? 0,
      ...(error ? { error: error.stack ?? error.message } : {}),
    });
  try {
    await mocha.loadFilesAsync();
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return [{ title: 'The test files load', state: 'failed', milliseconds: 0, error: reason }];
  }
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on('pass', (test) => add(test, 'passed'));
    runner.on('fail', (test, error) => add(test, 'failed', error));
    runner.on('pending', (test) => add(test, 'pending'));
  });
  return results;
}
