import sharp from 'sharp';
import type { CaseTable } from '../../../src/core/experiment/caseTable';
import { groupCases } from '../../../src/core/experiment/groupCases';
import { pickCases } from '../../../src/core/experiment/pickCases';
import { reportCases } from '../../../src/core/experiment/reportCases';
import { operate } from '../../../src/core/experiment/reportClasses';
import type { Handlers } from '../../../src/protocol/channel';
import type { RunPage, RunView } from '../../../src/protocol/run';
import { numberTable } from './caseTables';
import { type OpenedPage, openPage } from './openPage';
import type { Theme } from './themeVariables';

/** A run's page in Chromium, with what it has asked for so far besides views, cases and thumbnails. */
export type OpenedRun = OpenedPage<RunPage> & { readonly asked: readonly string[]; readonly wanted: readonly (readonly string[])[] };

export type RunOptions = {
  readonly theme?: Theme;
  readonly table?: CaseTable;
  readonly handlers?: Partial<Handlers<RunPage>>;
  readonly state?: unknown;
};

const address = 'http://radsteps.test/thumbnails/';

/** Something like a hand film, in few pixels. */
const picture = (grey: number): Promise<Buffer> =>
  sharp({ create: { width: 200, height: 256, channels: 3, background: { r: 12, g: 12, b: 12 } } })
    .composite([
      {
        input: Buffer.from(
          `<svg width="200" height="256"><g fill="rgb(${grey},${grey},${grey})"><ellipse cx="100" cy="185" rx="48" ry="52"/>${[52, 76, 100, 124, 148].map((x, i) => `<rect x="${x - 9}" y="${60 + 18 * Math.abs(i - 2)}" width="17" height="95" rx="8"/>`).join('')}</g></svg>`,
        ),
      },
    ])
    .webp()
    .toBuffer();

/** Opens the page on a view; what it asks of the cases is answered by the product's own statistics. */
export async function openRun(open: Handlers<RunPage>['open'], options: RunOptions = {}): Promise<OpenedRun> {
  const { table = numberTable, theme = 'dark' } = options;
  const [asked, wanted]: [string[], (readonly string[])[]] = [[], []];
  let opened: OpenedPage<RunPage> | undefined;
  const note = (words: string) => void asked.push(words);
  const handlers: Handlers<RunPage> = {
    open,
    show: (what) => note(`show ${what}`),
    stop: () => note('stop'),
    commit: () => note('commit'),
    cases: () => reportCases(table),
    operate: (threshold) => operate(table, threshold),
    groups: (threshold) => groupCases(table, threshold),
    pick: ({ choice, limit }) => pickCases(table, choice, limit),
    wantThumbnails: (images) => {
      wanted.push(images);
      const list = images.map((image, index) =>
        index === 4
          ? { image, uri: '', reason: 'Its file is not on this machine any more: import the folder that holds it.' }
          : { image, uri: `${address}${image}.webp`, reason: '' },
      );
      if (images.length > 0) opened?.announce('thumbnails', list);
    },
    remakeThumbnail: () => undefined,
    onCase: ({ image, action }) => note(`${action} ${image}`),
    ...options.handlers,
  };
  opened = await openPage<RunPage>('run', handlers, { theme, viewport: { width: 1100, height: 900 }, state: options.state });
  const greys = await Promise.all([120, 150, 180, 210].map(picture));
  await opened.page.route(`${address}**`, (route) =>
    route.fulfill({
      contentType: 'image/webp',
      body:
        greys[
          route
            .request()
            .url()
            .charCodeAt(address.length + 8) & 3
        ] ?? '',
    }),
  );
  await opened.page.waitForSelector('h1');
  return { ...opened, asked, wanted };
}

/** As openRun, of one view. */
export const openView = (view: RunView, options: RunOptions = {}): Promise<OpenedRun> => openRun(() => view, options);
