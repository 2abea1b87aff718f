import assert from 'node:assert/strict';
import { cellText, columnOf, type GalleryTable } from '../../src/core/dataset/galleryTable';
import { galleryTableOf } from './harness/galleryTables';
import { type GalleryOptions, type OpenedGallery, openGallery } from './harness/openGallery';

describe('the page of the gallery', () => {
  let opened: OpenedGallery | undefined;
  const start = async (table: GalleryTable | Error, options: GalleryOptions = {}): Promise<OpenedGallery> => {
    opened = await openGallery(table, options);
    return opened;
  };
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  it('shows 20,000 images of which few exist, with counts, and no policy violation', async () => {
    const table = galleryTableOf(20_000);
    assert.ok(JSON.stringify(table).length < 3e6, 'the table crosses as less than 3 MB');
    const { page, problems, cells, status } = await start(table);
    assert.match(await status(), /^20,000 images · 10,000 patients$/);
    await page.locator('.cell img[src]').first().waitFor();
    assert.ok((await page.locator('.cell').count()) < 80);
    const first = cells().first();
    assert.equal(await first.getAttribute('aria-setsize'), '20000');
    const words = (await cells('[aria-posinset="2"]').textContent()) ?? '';
    assert.match(words, /^img-\w{10}(no )?fracture, \d+ months(draft|final)(, signed off)?ada · \w+patient P-\w+$/);
    assert.deepEqual(problems, []);
  });

  it('scrolls to the end, uses its cells again, and asks for what is seen', async () => {
    const { page, problems, cells, wanted } = await start(galleryTableOf(20_000));
    await page.locator('.cell img[src]').first().waitFor();
    await page.evaluate(() => document.querySelector('.grid')?.scrollTo(0, 1e7));
    await cells('[aria-posinset="20000"]').waitFor();
    assert.ok((await page.locator('.cell').count()) < 80);
    await page.waitForFunction((count) => document.querySelectorAll('.cell:not([hidden]) img[src]').length > count, 5);
    assert.ok(wanted.length > 1 && wanted.every((images) => images.length < 200));
    assert.deepEqual(problems, []);
  });

  it('filters by what is typed, with chips that take a condition away, and says what it can not understand', async () => {
    const table = galleryTableOf(2000);
    const { page, status, search } = await start(table);
    await search('sex:F age>10 category:fracture part:test');
    const sex = columnOf(table, 'sex');
    const age = columnOf(table, 'age');
    const all = Array.from({ length: table.n }, (_, row) => row);
    const isWanted = (row: number): boolean =>
      cellText(sex, row) === 'F' &&
      Number(cellText(age, row) || -1) > 10 &&
      cellText(columnOf(table, 'category'), row).split(', ').includes('fracture') &&
      cellText(columnOf(table, 'part'), row) === 'test';
    const n = all.filter(isWanted).length;
    assert.ok(n > 1);
    assert.match(await status(), new RegExp(`^${n} of 2,000 images`));
    await page.getByRole('button', { name: 'Remove sex:F' }).click();
    await page.waitForFunction((text) => !document.querySelector('.title [role=status]')?.textContent?.startsWith(text), `${n} of`);
    assert.equal(await page.locator('#query').inputValue(), 'age>10 category:fracture part:test');
    await search('agee>10');
    await page.getByText('There is no column "agee": did you mean "age"?').waitFor();
    assert.match(await status(), /^2,000 images/);
    await search('img-00003');
    assert.match(await status(), /^1 of 2,000 images/);
  });

  it('finds where readers differ, and what is signed off', async () => {
    const table = galleryTableOf(2000);
    const { status, search, cells } = await start(table);
    const counted = (state: string): number =>
      Array.from({ length: table.n }, (_, row) => cellText(columnOf(table, 'label'), row)).filter((text) =>
        text.split(', ').includes(state),
      ).length;
    await search('label:disagree');
    assert.ok(counted('disagree') > 10);
    assert.match(await status(), new RegExp(`^${counted('disagree')} of 2,000 images`));
    assert.equal(await cells().first().locator('.state').getAttribute('class'), 'state disagree');
    await search('label:"signed off"');
    assert.match(await status(), new RegExp(`^${counted('signed off')} of 2,000 images`));
    assert.equal(await cells().first().locator('.state.signed-off').count(), 1);
  });

  it('offers to clear a filter that matches nothing', async () => {
    const { page, cells, status, search } = await start(galleryTableOf(100));
    await search('nobody');
    await page.getByText('No image matches.').waitFor();
    await page.getByRole('button', { name: 'Clear Filter' }).click();
    await cells().first().waitFor();
    assert.match(await status(), /^100 images/);
  });

  it('filters by a click on a bar, and each chart counts what the others leave', async () => {
    const { page, status } = await start(galleryTableOf(2000));
    const bar = (name: RegExp) => page.getByRole('button', { name });
    const counts = (name: RegExp) => bar(name).getAttribute('aria-label');
    const male = await counts(/^Sex M:/);
    const train = await counts(/^Part train:/);
    await bar(/^Sex F:/).click();
    assert.equal(await page.locator('#query').inputValue(), 'sex:F');
    assert.equal(await counts(/^Sex M:/), male, 'its own filter does not empty a chart');
    assert.notEqual(await counts(/^Part train:/), train);
    assert.equal(await bar(/^Sex F:/).getAttribute('aria-pressed'), 'true');
    await bar(/^Sex M:/).click();
    assert.equal(await page.locator('#query').inputValue(), 'sex:F,M');
    await bar(/^Age 10 to under 12 years:/).click();
    const n = Number(/: ([\d,]+) image/.exec((await counts(/^Age 10 to under 12 years:/)) ?? '')?.[1]);
    assert.match(await status(), new RegExp(`^${n} of 2,000`));
    await bar(/^Manufacturer GE, Inc\.:/).click();
    assert.equal(await page.locator('#query').inputValue(), 'sex:F,M age:10..12 manufacturer:"GE, Inc."');
    await bar(/^Sex F:/).click();
    await bar(/^Sex M:/).click();
    assert.equal(await page.locator('#query').inputValue(), 'age:10..12 manufacturer:"GE, Inc."');
  });

  it('sorts by a column, unknown values last, and groups by patient', async () => {
    const table = galleryTableOf(300);
    const { page, cells } = await start(table);
    const firstImage = () => cells('[aria-posinset="1"]').locator('.name').innerText();
    await page.getByLabel('Sort by').selectOption('age');
    await page.getByRole('button', { name: 'Sort falling' }).click();
    const oldest = Math.max(...Array.from({ length: 300 }, (_, row) => Number(cellText(columnOf(table, 'age'), row))));
    const row = Array.from({ length: 300 }, (_, index) => index).find(
      (index) => Number(cellText(columnOf(table, 'age'), index)) === oldest,
    );
    assert.equal(await firstImage(), cellText(columnOf(table, 'image'), row ?? -1));
    await page.getByLabel('By patient').check();
    const patient = cellText(columnOf(table, 'patient'), row ?? -1);
    await page.locator('.head').getByText(`${patient} · 2 images`).waitFor();
  });

  it('is worked by the keyboard', async () => {
    const { page, cells, asked } = await start(galleryTableOf(500));
    const names = (await cells().locator('.name').allInnerTexts()).slice();
    const focused = () => page.evaluate(() => document.querySelector('.cell.focused')?.getAttribute('aria-posinset'));
    await page.getByRole('listbox').focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await focused(), '1');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    assert.equal(asked.at(-1), `open ${await cells('[aria-posinset="2"]').locator('.name').innerText()}`);
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await page.getByText('2 images selected').waitFor();
    await page.keyboard.press('Enter');
    assert.equal(asked.at(-1)?.split(' ').length, 3);
    await page.keyboard.press('ArrowDown');
    const columns = Number(await focused()) - 3;
    assert.ok(columns > 1);
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByText(`${columns + 1} images selected`).waitFor();
    await page.keyboard.press('Control+a');
    await page.getByText('500 images selected').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('selected').waitFor({ state: 'detached' });
    await page.keyboard.press('End');
    assert.equal(await focused(), '500');
    assert.ok(await page.getByRole('listbox').getAttribute('aria-activedescendant'));
    await page.keyboard.press('Home');
    assert.equal(await focused(), '1');
    assert.ok(names.length > 5);
  });

  it('labels the image in focus by key and by its button, and offers that in the context menu', async () => {
    const { page, asked, cells } = await start(galleryTableOf(100));
    await cells()
      .nth(1)
      .click({ modifiers: ['Control'] });
    await page.locator('.grid').press('l');
    await page.locator('.strip vscode-button', { hasText: 'Label' }).click();
    const [first, second] = asked.filter((text) => text.startsWith('label '));
    assert.ok(first !== undefined && first === second, asked.join());
    const context = await cells().nth(1).getAttribute('data-vscode-context');
    assert.equal(`label ${JSON.parse(context ?? '{}').image}`, first);
  });

  it('opens an image by a click, and several side by side', async () => {
    const { page, cells, asked } = await start(galleryTableOf(100));
    const cell = (place: number) => cells(`[aria-posinset="${place}"]`);
    const name = (place: number) => cell(place).locator('.name').innerText();
    await cell(1).click();
    assert.deepEqual(asked, [`open ${await name(1)}`]);
    await cell(3).click({ modifiers: ['Control'] });
    assert.equal(asked.length, 1, 'a selection opens nothing');
    await page.getByRole('button', { name: 'Open Side by Side' }).click();
    assert.equal(asked.at(-1), `open ${await name(1)} ${await name(3)}`);
    await cell(2).click();
    await cell(4).click({ modifiers: ['Shift'] });
    await page.getByText('3 images selected').waitFor();
    await cell(3).hover();
    await cell(3).locator('.tick').click();
    await page.getByText('2 images selected').waitFor();
    await page.getByRole('button', { name: 'Clear Selection' }).click();
    await page.getByText('selected').waitFor({ state: 'detached' });
  });

  it('shows all that is known of the image in focus', async () => {
    const { page } = await start(galleryTableOf(100));
    await page.getByRole('listbox').focus();
    await page.keyboard.press('ArrowRight');
    const strip = page.getByRole('complementary', { name: 'Details' });
    await strip.getByText('ab'.repeat(32)).waitFor();
    assert.match(
      (await strip.innerText()).replace(/\s+/g, ' '),
      /img-\w+ .*Fracture visible: ada yes, ben no ada final fracture yes Marks 2 ben signed off by zoe on 2026-03-01 fracture no Patient P-1 SHA-256/,
    );
  });

  it('explains its queries, and begins one by a click on a column', async () => {
    const { page, problems } = await start(galleryTableOf(100));
    await page.getByRole('button', { name: 'How to search' }).click();
    const help = page.getByRole('dialog', { name: 'How to search' });
    await help.getByText('from 10 to under 20').waitFor();
    await help.getByRole('button', { name: 'body_part' }).click();
    assert.equal(await page.locator('#query').inputValue(), 'body_part:');
    await help.waitFor({ state: 'hidden' });
    assert.deepEqual(problems, []);
  });
});
