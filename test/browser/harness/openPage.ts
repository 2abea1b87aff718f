import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Page, Route } from 'playwright-core';
import { type Contract, type Handlers, serve } from '../../../src/protocol/channel';
import { type PageExtras, pageHtml } from '../../../src/vscode/pageHtml';
import { launchBrowser } from '../../launchBrowser';
import { type Theme, themeVariables } from './themeVariables';

/** Where the pages and the tests' own files are in the tests' browser; what is asked of it never leaves the process. */
export const address = 'http://radsteps.test';
const dist = join(__dirname, '..', '..', '..', 'dist');
const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
};

/** One of the product's pages in Chromium, with the test in the extension's place. */
export type OpenedPage<C extends Contract> = {
  readonly page: Page;
  /** Announces an event of the contract to the page. */
  readonly announce: <K extends keyof C['events'] & string>(name: K, value: C['events'][K]) => void;
  /** Violations of the content security policy, and errors that nothing caught, so far. */
  readonly problems: readonly string[];
  /** What the page has put away with `setState`. */
  readonly state: () => Promise<unknown>;
  readonly close: () => Promise<void>;
};

export type PageOptions = {
  readonly theme?: Theme;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** What `getState` answers at first. */
  readonly state?: unknown;
  /** What the page's HTML brings along. */
  readonly extras?: PageExtras;
  /** Files that the page may fetch, by their name at `address`; a function may be slow, or answer null where the file is gone. */
  readonly files?: ReadonlyMap<string, Uint8Array | (() => Promise<Uint8Array | null>)>;
};

/** Opens the built page `name` under its own content security policy; its requests go to `handlers`, as JSON. */
export async function openPage<C extends Contract>(name: string, handlers: Handlers<C>, options: PageOptions = {}): Promise<OpenedPage<C>> {
  const context = await (await launchBrowser()).newContext({ viewport: options.viewport ?? { width: 1000, height: 800 } });
  const page = await context.newPage();
  // Less than a test's own limit, so that the message says what was awaited.
  page.setDefaultTimeout(20_000);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  const channel = await answerPage(page, handlers, problems);
  await page.route(`${address}/**`, (route) => serveFile(route, name, options));
  // tsx wraps named functions in a call of __name, which a function sent to the page does not bring along.
  await page.addInitScript('globalThis.__name = (named) => named');
  await page.addInitScript(standIn, { variables: themeVariables(options.theme ?? 'dark'), state: options.state });
  await page.goto(`${address}/page.html`);
  const state = () => page.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? 'null'));
  return { page, announce: channel.announce, problems, state, close: () => context.close() };
}

async function answerPage<C extends Contract>(page: Page, handlers: Handlers<C>, problems: string[]) {
  let heard: (message: unknown) => void = () => undefined;
  await page.exposeFunction('postToTest', (message: unknown) => heard(message));
  await page.exposeFunction('policyViolated', (what: string) => void problems.push(what));
  const port = {
    // A page that has closed meanwhile no longer listens, as in VS Code.
    post: (message: unknown) => void page.evaluate((sent) => window.postMessage(sent, '*'), message).catch(() => undefined),
    listen: (listener: (message: unknown) => void) => {
      heard = listener;
      return () => undefined;
    },
  };
  return serve(port, handlers, (error) => (error instanceof Error ? error.message : String(error)));
}

async function serveFile(route: Route, name: string, { files, extras }: PageOptions): Promise<void> {
  const { pathname } = new URL(route.request().url());
  const file = basename(pathname);
  if (file === 'page.html') return route.fulfill({ contentType: 'text/html', body: html(name, extras) });
  const own = files?.get(decodeURIComponent(pathname.slice(1)));
  if (own !== undefined) {
    const bytes = typeof own === 'function' ? await own() : own;
    // The page may have been closed while a slow file was awaited.
    const answer = bytes === null ? { status: 404 } : { contentType: 'application/octet-stream', body: Buffer.from(bytes) };
    return route.fulfill(answer).catch(() => undefined);
  }
  const folder = pathname.startsWith('/codecs/') ? 'codecs' : 'webviews';
  return route.fulfill({
    contentType: contentTypes[extname(file)] ?? 'application/octet-stream',
    body: await readFile(join(dist, folder, file)),
  });
}

const html = (name: string, extras: PageExtras = {}) =>
  pageHtml({
    ...extras,
    title: name,
    script: `${address}/${name}.js`,
    style: `${address}/${name}.css`,
    source: address,
    nonce: 'nonceOfTheTest',
  });

/** Runs in the page before its own script: VS Code's API, colours, and an ear for policy violations. */
function standIn({ variables, state }: { variables: Readonly<Record<string, string>>; state: unknown }): void {
  const here = window as unknown as Record<string, (value: unknown) => unknown>;
  if (state !== undefined && sessionStorage.getItem('state') === null) sessionStorage.setItem('state', JSON.stringify(state));
  here.acquireVsCodeApi = () => ({
    postMessage: (message: unknown) => void here.postToTest?.(JSON.parse(JSON.stringify(message))),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (kept: unknown) => sessionStorage.setItem('state', JSON.stringify(kept)),
  });
  document.addEventListener('securitypolicyviolation', (event) => here.policyViolated?.(`${event.violatedDirective}: ${event.blockedURI}`));
  document.addEventListener('DOMContentLoaded', () => {
    for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
    document.body.style.background = variables['--vscode-editor-background'] ?? '';
    document.body.style.color = variables['--vscode-foreground'] ?? '';
    document.body.className = variables['--theme-class'] ?? '';
  });
}
