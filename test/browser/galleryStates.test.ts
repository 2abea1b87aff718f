import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cellText, columnOf, type GalleryTable } from '../../src/core/dataset/galleryTable';
import { galleryTableOf } from './harness/galleryTables';
import { type GalleryOptions, galleryAccessibility, missing, type OpenedGallery, openGallery } from './harness/openGallery';
import type { Theme } from './harness/themeVariables';

const pictures = join(__dirname, '..', '..', '.cache', 'tests', 'pages');

describe('the page of the gallery, when things change or are missing', () => {
  let opened: OpenedGallery | undefined;
  const start = async (table: GalleryTable | Error, options: GalleryOptions = {}): Promise<OpenedGallery> => {
    opened = await openGallery(table, options);
    return opened;
  };
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  it('follows the files, and keeps focus, selection, scroll and filter', async () => {
    const { page, announce, search } = await start(galleryTableOf(1000));
    await search('sex:F');
    await page.getByRole('listbox').focus();
    await page.keyboard.press('PageDown');
    await page.keyboard.press('Space');
    const before = await page.locator('.cell.focused .name').innerText();
    announce('changed', { project: '/project', title: 'hands', table: galleryTableOf(1001) });
    await page.getByText('of 1,001 images').waitFor();
    assert.equal(await page.locator('.cell.focused .name').innerText(), before);
    assert.equal(await page.locator('#query').inputValue(), 'sex:F');
    await page.getByText('1 image selected').waitFor();
    announce('failed', '3-data/images.csv, line 3: the image a has two rows.');
    await page.getByRole('alert').getByText('the image a has two rows').waitFor();
  });

  it('comes back as it was after hiding or a reload of the window', async () => {
    const { page, state, cells, search } = await start(galleryTableOf(2000));
    await search('sex:M');
    await page.getByLabel('By patient').check();
    await page.locator('.size input').fill('112');
    await page.evaluate(() => document.querySelector('.grid')?.scrollTo(0, 3000));
    await page.waitForFunction(() => JSON.parse(sessionStorage.getItem('state') ?? '{}').look?.scroll > 2900);
    const kept = (await state()) as { readonly project: string; readonly look: { readonly scroll: number } };
    assert.equal(kept.project, '/project');
    await page.reload();
    await cells().first().waitFor();
    assert.equal(await page.locator('#query').inputValue(), 'sex:M');
    assert.ok(await page.getByLabel('By patient').isChecked());
    assert.equal(await page.evaluate(() => document.querySelector('.grid')?.scrollTop), kept.look.scroll);
  });

  it('has a placeholder with the reason where there is no picture, and makes a damaged thumbnail anew', async () => {
    const table = galleryTableOf(60);
    const name = cellText(columnOf(table, 'image'), 1);
    const { page, asked } = await start(table, { damaged: [name] });
    await page.locator('.picture.empty').getByText(missing).first().waitFor();
    const cell = page.getByRole('option', { name: new RegExp(`^${name}`) });
    await cell.scrollIntoViewIfNeeded();
    await cell.locator('img:not([src*="?damaged"])[src]').waitFor();
    await page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLImageElement>('.cell:not([hidden]) img[src]')].every((image) => image.naturalWidth > 0),
    );
    assert.deepEqual(asked, [`remake ${name}`]);
  });

  it('offers to import where there are no images, and to split where there is no split', async () => {
    const { page, problems, asked } = await start(galleryTableOf(0));
    await page.getByRole('button', { name: 'Import Images...' }).click();
    assert.deepEqual(asked, ['import']);
    assert.deepEqual(problems, []);
    await opened?.close();
    const whole = await start(galleryTableOf(10, { withSplit: false }));
    await whole.page.getByText('No split yet.').waitFor();
    await whole.page.getByRole('button', { name: 'Split by Patient' }).click();
    assert.deepEqual(whole.asked, ['split']);
  });

  it('says why the images can not be read', async () => {
    const { page, problems } = await start(new Error('3-data/images.csv, line 2: the row names no image.'));
    await page.getByRole('alert').getByText('line 2: the row names no image').waitFor();
    await page.getByRole('button', { name: 'Try Again' }).click();
    await page.getByRole('alert').getByText('line 2').waitFor();
    assert.deepEqual(problems, []);
  });

  it('shows markup in a table as plain text', async () => {
    const table = galleryTableOf(3);
    const columns = table.columns.map((column) =>
      column.name === 'manufacturer' && column.kind === 'text'
        ? { ...column, lists: column.lists.map(() => ['<img src=x onerror=alert(1)>']) }
        : column,
    );
    const { page, problems } = await start({ ...table, columns });
    await page.getByText('<img src=x onerror=alert(1)>').first().waitFor();
    assert.deepEqual(problems, []);
  });

  it('is accessible, and looks as it should in every theme', async function () {
    this.timeout(90_000);
    await mkdir(pictures, { recursive: true });
    const table = galleryTableOf(2000);
    const looks: readonly (readonly [string, Theme, Partial<object>, number])[] = [
      ['plain', 'dark', {}, 1300],
      ['grouped', 'light', { group: true, query: 'sex:F age>4', focus: cellText(columnOf(table, 'image'), 6) }, 1300],
      ['selected', 'contrast', { query: 'label:final', selected: [1, 2, 6].map((row) => cellText(columnOf(table, 'image'), row)) }, 1300],
      ['narrow', 'light', {}, 560],
    ];
    for (const [name, theme, look, width] of looks) {
      const page = await start(table, { theme, state: { project: '/project', look }, width });
      await page.page.locator('.cell img[src]').first().waitFor();
      await page.page.waitForTimeout(400);
      await page.page.screenshot({ path: join(pictures, `gallery-${name}-${theme}.png`) });
      assert.deepEqual(await galleryAccessibility(page), [], `${name}, ${theme}`);
      assert.ok(await page.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), name);
      await page.close();
    }
    const help = await start(galleryTableOf(40, { withSplit: false }), { theme: 'light' });
    await help.page.getByRole('button', { name: 'How to search' }).click();
    assert.deepEqual(await galleryAccessibility(help), [], 'help');
    await help.page.screenshot({ path: join(pictures, 'gallery-help-light.png') });
  });
});
