import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { type CodeServer, startCodeServer } from '../../../scripts/startCodeServer.mjs';
import { launchBrowser } from '../../launchBrowser';
import { type CallHost, exchange, hostCaller } from './callHost';
import { type HostOptions, type HostTestResult, hostOptionsVariable } from './hostOptions';
import { bundles, repository, temporary } from './places';

/** How a session of VS Code is opened. */
export type SessionOptions = {
  /** A project folder; a copy of it is opened, so that a test may change everything. Null opens an empty folder. */
  readonly project: string | null;
  /** Opens `project` itself, not a copy. */
  readonly inPlace?: boolean;
  /** Workspace Trust on, so that the folder opens in Restricted Mode. */
  readonly restricted?: boolean;
  /** A packaged extension to install; else the repository is loaded as an extension under development. */
  readonly vsix?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Bundled test files to run in the extension host. */
  readonly tests?: readonly string[];
  readonly viewport?: { readonly width: number; readonly height: number };
};

/** A running VS Code: its page, its extension host, and the folder it shows. */
export type Session = {
  /** The page that is open now. */
  readonly page: Page;
  /** Loads the window anew and waits for its host, as after "Reload Window"; in a new page where the old one has crashed or was closed. */
  readonly reopen: () => Promise<void>;
  readonly host: CallHost;
  readonly folder: string;
  /** Where code-server keeps its state; files of the test's own may lie here too. */
  readonly state: string;
  /** Resolves when the host's own tests have ended. */
  readonly hostResults: () => Promise<readonly HostTestResult[]>;
  readonly close: () => Promise<void>;
};

const open = new Set<Session>();

/** The sessions that no one has closed yet. */
export function openSessions(): readonly Session[] {
  return [...open];
}

/** Opens a real VS Code on a project and resolves when its extension host answers. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const state = await mkdtemp(join(temporary(), 'radsteps-vscode-'));
  const folder = await openedFolder(options, state);
  const host: HostOptions = { tests: options.tests ?? [], results: join(state, 'results.json'), socket: join(state, 'host.sock') };
  const server = await startCodeServer({
    state,
    forTests: true,
    restricted: options.restricted ?? false,
    extensions: options.vsix === undefined ? [] : [options.vsix],
    settings: {
      'security.workspace.trust.startupPrompt': 'never',
      'git.openRepositoryInParentFolders': 'never',
      // A page that opens by itself takes the focus from what a test has opened.
      'radsteps.overview.openAtFirst': false,
      ...options.settings,
    },
  });
  try {
    return await begin(options, server, state, folder, host);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function begin(options: SessionOptions, server: CodeServer, state: string, folder: string, host: HostOptions): Promise<Session> {
  const context = await (await launchBrowser()).newContext({ viewport: options.viewport ?? { width: 1440, height: 900 } });
  const development = options.vsix === undefined ? repository : await stubExtension(state);
  const url = sessionUrl(server, folder, development, host);
  let window = await openWindow(context, url);
  const session: Session = {
    get page() {
      return window.page;
    },
    folder,
    state,
    host: hostCaller(host.socket ?? ''),
    hostResults: async () => JSON.parse(await readFile(host.results, 'utf8')),
    reopen: async () => {
      // The old host's socket, on which nobody may listen any more.
      await rm(host.socket ?? '', { force: true });
      const old = window.page;
      if (old.isClosed()) window = await openWindow(context, url);
      else await old.goto(url);
      await untilHostServes(host, [], server);
    },
    close: async () => {
      open.delete(session);
      await context.close();
      await server.stop();
      await rm(state, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  const { ended } = window;
  open.add(session);
  await untilHostServes(host, ended, server);
  return session;
}

async function openWindow(context: BrowserContext, url: string): Promise<{ readonly page: Page; readonly ended: readonly string[] }> {
  const page = await context.newPage();
  // A busy machine with two cores may take long; less than a test's own limit, so that the message says what was awaited.
  page.setDefaultTimeout(45_000);
  // tsx wraps named functions in a call of __name, which a function sent to the page does not bring along.
  await page.addInitScript('globalThis.__name = (named) => named');
  const ended: string[] = [];
  const said: unknown[] = [];
  await page.exposeFunction('codeAutomationLog', (_: string, args: unknown[]) => void said.push(...args));
  await page.exposeFunction('codeAutomationExit', (code: number) => {
    ended.push(`The extension host's tests ended with code ${code}. ${said.slice(-5).join(' ')}`);
  });
  await page.goto(url);
  return { page, ended };
}

function sessionUrl(server: CodeServer, folder: string, development: string, host: HostOptions): string {
  const remote = (path: string) => `vscode-remote://127.0.0.1:${server.port}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(development)],
    ['extensionTestsPath', remote(join(bundles, 'harness', 'hostEntry.js'))],
    ['extensionEnvironment', JSON.stringify({ [hostOptionsVariable]: JSON.stringify(host) })],
    ['skipWelcome', 'true'],
  ];
  return `${server.url}?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

async function untilHostServes(host: HostOptions, ended: readonly string[], server: CodeServer): Promise<void> {
  const socket = host.socket ?? '';
  for (let waited = 0; waited < 120_000 && ended.length === 0; waited += 100) {
    // The socket's file is there a moment before anybody listens.
    if (existsSync(socket) && (await answers(socket))) return;
    await sleep(100);
  }
  throw new Error(`${ended[0] ?? 'The extension host did not come up in two minutes.'} Its log is ${server.log}.`);
}

const answers = (socket: string): Promise<boolean> =>
  exchange(socket, { source: '() => null', argument: null }).then(
    () => true,
    () => false,
  );

async function openedFolder(options: SessionOptions, state: string): Promise<string> {
  if (options.project !== null && options.inPlace) return options.project;
  const folder = join(state, 'project');
  if (options.project === null) await mkdir(folder);
  else await cp(options.project, folder, { recursive: true });
  return folder;
}

/** An extension that holds nothing, for the host to load the tests when the product itself is installed. */
async function stubExtension(state: string): Promise<string> {
  const folder = join(state, 'stub');
  await mkdir(folder);
  const manifest = {
    name: 'stub',
    publisher: 'radsteps-tests',
    version: '0.0.1',
    engines: { vscode: '*' },
    capabilities: { untrustedWorkspaces: { supported: true } },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

/** Ends the tests' entry in the host as VS Code expects it, which runs the extension's deactivation. */
export async function endHost(session: Session): Promise<void> {
  await exchange(join(session.state, 'host.sock'), { end: true });
}
