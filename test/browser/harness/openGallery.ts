import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import sharp from 'sharp';
import type { ImageDetails } from '../../../src/core/dataset/galleryEvent';
import { cellText, columnOf, type GalleryTable } from '../../../src/core/dataset/galleryTable';
import type { GalleryPage, GalleryThumbnail } from '../../../src/protocol/gallery';
import { type OpenedPage, openPage } from './openPage';
import type { Theme } from './themeVariables';

/** The gallery's page in Chromium, with what it has asked for so far. */
export type OpenedGallery = OpenedPage<GalleryPage> & {
  /** Besides its table, details and thumbnails. */
  readonly asked: readonly string[];
  readonly wanted: readonly (readonly string[])[];
  /** Cells in use, or those of them that a selector names. */
  readonly cells: (selector?: string) => Locator;
  readonly status: () => Promise<string>;
  /** Types a query and waits until it is applied. */
  readonly search: (query: string) => Promise<void>;
};

export type GalleryOptions = {
  readonly theme?: Theme;
  readonly state?: unknown;
  readonly width?: number;
  /** Images whose first thumbnail is no picture. */
  readonly damaged?: readonly string[];
};

/** What is said of an image without a file. */
export const missing = 'Its file is not on this machine any more: import the folder that holds it.';

const address = 'http://radsteps.test/thumbnails/';

const thumbnail = (grey: number): Promise<Buffer> =>
  sharp({ create: { width: 200, height: 256, channels: 3, background: { r: grey, g: grey, b: grey } } })
    .webp()
    .toBuffer();

const details = (image: string): ImageDetails => ({
  image,
  facts: [
    ['Patient', 'P-1'],
    ['SHA-256', 'ab'.repeat(32)],
  ],
  open: ['Fracture visible: ada yes, ben no'],
  labels: [
    { reader: 'ada', status: 'final', signedOff: '', categories: [['fracture', 'yes']], marks: 2 },
    { reader: 'ben', status: 'final', signedOff: 'signed off by zoe on 2026-03-01', categories: [['fracture', 'no']], marks: 0 },
  ],
});

/** Says of each image where its thumbnail is; of one that `damaged` names where none can be shown. */
function thumbnailsOf(table: GalleryTable | Error, damaged: ReadonlySet<string>): (image: string) => GalleryThumbnail {
  const here = new Set<string>();
  if (!(table instanceof Error))
    for (let row = 0; row < table.n; row += 1)
      if (cellText(columnOf(table, 'file'), row) === 'here') here.add(cellText(columnOf(table, 'image'), row));
  return (image) =>
    here.has(image)
      ? { image, uri: `${address}${image}.webp${damaged.has(image) ? '?damaged' : ''}`, reason: '' }
      : { image, uri: '', reason: missing };
}

async function serveThumbnails({ page }: OpenedPage<GalleryPage>): Promise<void> {
  const greys = await Promise.all([60, 110, 160, 210].map(thumbnail));
  await page.route(`${address}**`, (route) => {
    const url = route.request().url();
    const body = url.endsWith('?damaged') ? 'no picture' : (greys[url.charCodeAt(address.length + 9) & 3] ?? '');
    return route.fulfill({ contentType: 'image/webp', body });
  });
}

/** Opens the gallery's page on a table, or on the error that reading it gives. */
export async function openGallery(table: GalleryTable | Error, options: GalleryOptions = {}): Promise<OpenedGallery> {
  const [asked, wanted]: [string[], (readonly string[])[]] = [[], []];
  const note = (words: string) => void asked.push(words);
  const damaged = new Set(options.damaged);
  const picture = thumbnailsOf(table, damaged);
  let begin: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const { theme = 'dark', width = 1300, state } = options;
  const opened: OpenedPage<GalleryPage> = await openPage<GalleryPage>(
    'gallery',
    {
      open: async () => {
        await ready;
        if (table instanceof Error) throw table;
        return { project: '/project', title: 'hands', table };
      },
      wantThumbnails: (images) => {
        wanted.push(images);
        opened.announce('thumbnails', images.map(picture));
      },
      remakeThumbnail: (image) => {
        note(`remake ${image}`);
        damaged.delete(image);
        opened.announce('thumbnails', [picture(image)]);
      },
      details,
      openImages: (images) => note(`open ${images.join(' ')}`),
      labelImage: (image) => note(`label ${image}`),
      importImages: () => note('import'),
      split: () => note('split'),
      openTable: () => note('table'),
    },
    { theme, viewport: { width, height: 850 }, ...(state === undefined ? {} : { state }) },
  );
  await serveThumbnails(opened);
  begin();
  const { page } = opened;
  await page.waitForSelector('main.gallery, [role=alert]');
  const isApplied = (text: string): boolean => JSON.parse(sessionStorage.getItem('state') ?? '{}').look?.query === text;
  return {
    ...opened,
    asked,
    wanted,
    cells: (selector = '.cell') => page.locator(`${selector}:not([hidden])`),
    status: () => page.locator('.title [role=status]').innerText(),
    search: async (query) => {
      await page.locator('#query').fill(query);
      // What is kept may name the query before it is applied; a later and longer timer of the same page rings after the page's own.
      await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
      await page.waitForFunction(isApplied, query);
    },
  };
}

type AxeResult = {
  readonly violations: readonly { readonly id: string; readonly help: string; readonly nodes: readonly { readonly html: string }[] }[];
};

/** What axe-core finds wrong on the page. */
export async function galleryAccessibility({ page }: OpenedGallery): Promise<readonly string[]> {
  await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResult;
  const parts = (nodes: AxeResult['violations'][number]['nodes']): string => nodes.map(({ html }) => html).join(' | ');
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${parts(nodes).slice(0, 400)})`);
}
