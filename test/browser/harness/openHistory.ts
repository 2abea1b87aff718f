import { deflateRawSync } from 'node:zlib';
import type { Locator } from 'playwright-core';
import type { HistoryTable } from '../../../src/core/experiment/historyTable';
import type { HistoryKept, HistoryPage, HistoryRequest } from '../../../src/protocol/history';
import { type OpenedPage, openPage } from './openPage';
import type { Theme } from './themeVariables';

/** The history's page in Chromium, with what it has asked for so far. */
export type OpenedHistory = OpenedPage<HistoryPage> & {
  /** Actions and changes of notes, as text. */
  readonly asked: readonly string[];
  readonly opened: readonly HistoryRequest[];
  readonly kept: readonly HistoryKept[];
  /** The lines of runs that exist. */
  readonly runs: () => Locator;
  /** The texts of a column in the lines that exist, from the top. */
  readonly column: (id: string) => Promise<readonly string[]>;
  readonly status: () => Promise<string>;
  /** Types a filter and waits until it is applied. */
  readonly filter: (text: string) => Promise<void>;
  /** Lets the page find another table when it asks next. */
  readonly put: (table: HistoryTable | Error) => void;
};

export type HistoryOptions = {
  readonly theme?: Theme;
  readonly state?: unknown;
  readonly kept?: HistoryKept;
  readonly width?: number;
  /** The runs of all branches. */
  readonly all?: HistoryTable;
  readonly live?: Readonly<Record<string, string>>;
  /** Awaited before the first answer, or with `old` before the one after it. */
  readonly ready?: Promise<void>;
  /** What was seen last, which the page gets at once. */
  readonly old?: HistoryTable;
};

/** Opens the history's page on a table, or on the error that reading it gives. */
export async function openHistory(first: HistoryTable | Error, options: HistoryOptions = {}): Promise<OpenedHistory> {
  const [asked, requests, kept]: [string[], HistoryRequest[], HistoryKept[]] = [[], [], []];
  let table = first;
  const opened = await openPage<HistoryPage>(
    'history',
    {
      open: async (request) => {
        if (options.old === undefined || request.digest !== '') await options.ready;
        requests.push(request);
        const all = request.all ?? options.kept?.all ?? false;
        const own = all ? (options.all ?? table) : table;
        if (own instanceof Error) throw own;
        const isOld = options.old !== undefined && request.digest === '';
        const text = JSON.stringify(isOld ? options.old : own);
        const digest = `${text.length}`;
        const session = { project: '/project', title: 'hands', kept: options.kept ?? null, all, digest, live: options.live ?? {}, isOld };
        return { ...session, table: digest === request.digest ? null : deflateRawSync(text).toString('base64') };
      },
      keep: (look) => void kept.push(look),
      note: ({ runs, edit }) => void asked.push(`note ${runs.join(' ')} ${JSON.stringify(edit)}`),
      act: ({ what, runs }) => void asked.push([what, ...runs].join(' ')),
    },
    {
      theme: options.theme ?? 'dark',
      viewport: { width: options.width ?? 1500, height: 850 },
      ...(options.state === undefined ? {} : { state: options.state }),
    },
  );
  const { page } = opened;
  if (options.ready === undefined || options.old !== undefined) await page.waitForSelector('main.history, [role=alert]');
  const runs = () => page.locator('.line.run');
  return {
    ...opened,
    asked,
    opened: requests,
    kept,
    runs,
    column: async (id) =>
      runs().evaluateAll(
        (lines, name) =>
          lines
            .toSorted((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')))
            .map((line) => line.querySelector(`.cell.col-${name}`)?.textContent?.trim().replace(/\s+/g, ' ') ?? ''),
        id,
      ),
    status: () => page.locator('.title [role=status]').innerText(),
    filter: async (text) => {
      await page.locator('#filter').fill(text);
      await page.waitForFunction((wanted) => JSON.parse(sessionStorage.getItem('state') ?? '{}').look?.filter === wanted, text);
    },
    put: (next) => {
      table = next;
    },
  };
}
