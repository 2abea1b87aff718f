import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { HistoryTable } from '../../src/core/experiment/historyTable';
import { parseRunFilter } from '../../src/core/experiment/runFilter';
import { unpackHistory } from '../../src/core/experiment/unpackHistory';
import { accessibilityProblems } from './harness/accessibilityProblems';
import { historyTableOf } from './harness/historyTables';
import { type HistoryOptions, type OpenedHistory, openHistory } from './harness/openHistory';
import type { Theme } from './harness/themeVariables';

const pictures = join(__dirname, '..', '..', '.cache', 'tests', 'pages');

describe('the page of the history', () => {
  let opened: OpenedHistory | undefined;
  const start = async (table: HistoryTable | Error, options: HistoryOptions = {}): Promise<OpenedHistory> => {
    opened = await openHistory(table, options);
    return opened;
  };
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  it('shows 5,000 runs of which few lines exist, newest first, and no policy violation', async () => {
    const { page, problems, runs, column, status } = await start(historyTableOf(5000));
    assert.equal(await status(), 'hands · 5,001 runs');
    assert.ok((await runs().count()) < 60);
    assert.equal(await page.getByRole('grid').getAttribute('aria-rowcount'), '5002');
    const [first = ''] = await column('state');
    assert.match(first, /^running/);
    const whens = await column('created');
    assert.deepEqual(whens, whens.toSorted().toReversed());
    assert.match((await column('metric'))[1] ?? '', /^0\.\d{3} \(0\.\d{3} to \d\.\d{3}\) n 120$/);
    await page.getByRole('grid').focus();
    await page.keyboard.press('End');
    await page.getByText('Its record.json is damaged: it is empty.').first().waitFor();
    assert.equal(await page.getByRole('row', { selected: false }).last().getAttribute('aria-rowindex'), '5002');
    assert.ok((await runs().count()) < 60);
    assert.deepEqual(problems, []);
  });

  it('filters as one types, says below the field what is wrong, and keeps the runs of the filter before', async () => {
    const table = historyTableOf(700);
    const rows = unpackHistory(table);
    const { page, filter, status, column } = await start(table);
    const expected = (text: string) => rows.filter(parseRunFilter(text, ['auc']).test).length;
    await filter('learningRate < 0.001 auc > 0.9');
    const n = expected('learningRate < 0.001 auc > 0.9');
    assert.ok(n > 10 && n < 300);
    assert.equal(await status(), `hands · ${n} of 701 runs`);
    await filter('learningRate < 0.001 auk > 0.9');
    await page.getByText('A run has no "auk"; did you mean "auc"?').waitFor();
    assert.equal(await page.locator('#filter').getAttribute('aria-invalid'), 'true');
    assert.equal(await status(), `hands · ${n} of 701 runs`);
    await filter('tag=paper');
    assert.equal(await status(), `hands · ${expected('tag=paper')} of 701 runs`);
    assert.ok((await column('tags')).every((tags) => tags === 'baseline, paper'));
    assert.equal(await page.locator('#filter-problem').innerText(), '');
    await filter('state=queued');
    await page.getByText('No run passes: 701 are filtered out or hidden.').waitFor();
    await page.getByRole('button', { name: 'Show All of Them' }).click();
    assert.equal(await status(), 'hands · 701 runs');
  });

  it('orders by any column, best first for a metric, those without a value last', async () => {
    const { page, column } = await start(historyTableOf(300));
    await page.getByRole('button', { name: 'Sort by AUC', exact: true }).click();
    const falling = (await page.locator('.line.run .cell.col-metric:nth-child(8)').allInnerTexts()).map((text) =>
      Number(text.split(' ')[0]),
    );
    assert.deepEqual(
      falling,
      falling.toSorted((a, b) => b - a),
    );
    assert.equal(await page.locator('[aria-sort=descending]').innerText(), 'AUC ↓');
    await page.getByRole('button', { name: 'Sort by AUC', exact: true }).click();
    assert.equal(await page.locator('[aria-sort=ascending]').innerText(), 'AUC ↑');
    await page.getByRole('grid').press('End');
    assert.match((await column('state')).at(-1) ?? '', /^(damaged|running|failed)/);
    await page.getByRole('button', { name: 'Sort by star' }).click();
    await page.getByRole('grid').press('Home');
    assert.equal((await column('star'))[0], '★');
  });

  it('groups by experiment and by sweep, folds groups, and hides failed runs', async () => {
    const { page, status, runs } = await start(historyTableOf(140));
    await page.getByLabel('Group by').selectOption('group');
    await page.getByText('paused · best AUC 0.981 (95 % interval 0.940 to 0.995), n = 120 (tuning) · 5 of 12 runs').waitFor();
    await page.getByLabel('Group by').selectOption('experiment');
    const group = page.getByRole('button', { name: /^search-\d/ }).first();
    const before = await runs().first().locator('.cell.col-run').innerText();
    await group.click();
    assert.equal(await group.getAttribute('aria-expanded'), 'false');
    assert.notEqual(await runs().first().locator('.cell.col-run').innerText(), before);
    await page.getByLabel('Hide failed').check();
    const failed = Array.from({ length: 139 }, (_, number) => number).filter((number) => number % 13 === 4).length;
    assert.equal(await status(), `hands · ${141 - failed} of 141 runs`);
  });

  it('shows the settings that differ from the base: what most have, defaults, the file, or a run', async () => {
    const table = historyTableOf(60);
    const { page, column, runs } = await start(table);
    const [newest] = await column('changed');
    assert.match(newest ?? '', /learningRate [\d.]+/);
    assert.doesNotMatch(newest ?? '', /target/);
    await page.getByLabel('Changed settings against').selectOption('experiment');
    assert.match((await column('changed'))[0] ?? '', /^learningRate [\d.]+, seed \d$/);
    await runs().nth(2).click();
    await page.getByRole('button', { name: 'Set as Base' }).click();
    await runs().nth(2).getByText('base').waitFor();
    assert.equal((await column('changed'))[2], '');
    assert.match((await column('changed'))[0] ?? '', /learningRate/);
    const name = await page.locator('.details h2').innerText();
    assert.equal(await page.getByLabel('Changed settings against').inputValue(), name);
  });

  it('chooses and orders columns, and has the choice kept', async () => {
    const { page, kept } = await start(historyTableOf(60));
    await page.getByRole('button', { name: 'Columns' }).click();
    const panel = page.getByRole('dialog', { name: 'Columns' });
    await panel.getByRole('checkbox', { name: 'Who' }).uncheck();
    await panel.getByRole('checkbox', { name: 'learningRate (setting)' }).check();
    await panel.getByRole('button', { name: 'Move learningRate (setting) to the left' }).click();
    const heads = (await page.locator('[role=columnheader]').allInnerTexts()).map((head) => head.trim());
    assert.ok(!heads.includes('Who') && heads.includes('State'));
    assert.deepEqual(heads.slice(-2), ['learningRate', 'Note']);
    assert.equal(kept.at(-1)?.columns?.at(-2), 'setting:train.learningRate');
    await panel.getByRole('checkbox', { name: 'Who' }).check();
    assert.equal(kept.at(-1)?.columns?.indexOf('author'), 3, 'back where it was');
    await panel.getByRole('button', { name: 'As at First' }).click();
    assert.equal(kept.at(-1)?.columns, null);
  });

  it('is worked by the keyboard: filter, move, select, star, compare, open', async () => {
    const { page, asked, column } = await start(historyTableOf(60));
    const named = async (line: number) =>
      JSON.parse((await page.evaluate(() => sessionStorage.getItem('state'))) ?? '{}').look.selected[line];
    await page.getByRole('grid').focus();
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'filter');
    await page.keyboard.press('Enter');
    assert.equal(await page.getByRole('grid').getAttribute('aria-activedescendant'), 'line-0');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const first = asked.at(-1) ?? '';
    assert.match(first, /^open 20260101-\d{6}-search-\d-\w{4}$/);
    await page.keyboard.press('c');
    assert.equal(asked.length, 1, 'one run is not compared');
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByText('2 runs selected').waitFor();
    await page.keyboard.press('c');
    assert.equal(asked.at(-1)?.split(' ').length, 3);
    assert.equal(asked.at(-1)?.split(' ')[1], first.split(' ')[1]);
    await page.keyboard.press('s');
    assert.match(asked.at(-1) ?? '', /^note \S+ \S+ \{"star":true\}$/);
    assert.deepEqual((await column('star')).slice(1, 3), ['★', '★']);
    await page.waitForFunction(() => JSON.parse(sessionStorage.getItem('state') ?? '{}').look?.selected?.length === 2);
    assert.equal(await named(0), first.split(' ')[1]);
    await page.keyboard.press('Control+a');
    await page.getByText('61 runs selected').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Compare' }).getAttribute('title'), 'At most 20 runs can be compared.');
    await page.keyboard.press('Escape');
    await page.getByText('runs selected').waitFor({ state: 'detached' });
    await page.keyboard.press('End');
    assert.equal(await page.getByRole('grid').getAttribute('aria-activedescendant'), 'line-60');
  });

  it('stars, tags and notes at once, and says what can be no tag', async () => {
    const { page, asked, runs, column, filter } = await start(historyTableOf(60));
    await runs().nth(1).locator('button.star').click();
    assert.match(asked.at(-1) ?? '', /"star":true/);
    await runs().nth(1).click();
    const name = await page.locator('.details h2').innerText();
    await page.getByLabel('Add a tag').fill('two words');
    await page.getByLabel('Add a tag').press('Enter');
    await page.getByRole('alert').getByText('"two words" can\'t be a tag').waitFor();
    await page.getByLabel('Add a tag').fill('mine');
    await page.getByLabel('Add a tag').press('Enter');
    assert.equal(asked.at(-1), `note ${name} {"addTag":"mine"}`);
    assert.equal((await column('tags'))[1], 'mine');
    await page.getByRole('textbox', { name: 'Note' }).fill('Look at this again');
    await runs().nth(3).click();
    assert.equal(asked.at(-1), `note ${name} {"note":"Look at this again"}`);
    assert.equal((await column('note'))[1], 'Look at this again');
    await filter('tag=mine');
    assert.equal(await runs().count(), 1);
    await runs().first().click();
    await page.getByRole('button', { name: 'Remove tag mine' }).click();
    await page.getByText('No run passes').waitFor();
  });

  it('does with runs what the other pages do', async () => {
    const { page, asked, runs } = await start(historyTableOf(60), { live: {} });
    await runs().nth(0).click();
    const name = await page.locator('.details h2').innerText();
    for (const [button, what] of [
      ['Open', 'open'],
      ['Watch', 'watch'],
      ['Reproduce...', 'reproduce'],
      ['Export...', 'export'],
      ['Tidy...', 'tidy'],
      ['Show in Git', 'git'],
    ] as const) {
      await page.getByRole('button', { name: button, exact: true }).click();
      assert.equal(asked.at(-1), `${what} ${name}`);
    }
    await runs()
      .nth(2)
      .click({ modifiers: ['Control'] });
    await page.getByRole('button', { name: 'Compare' }).click();
    assert.equal(asked.at(-1)?.split(' ').length, 3);
    await runs().nth(1).dblclick();
    assert.match(asked.at(-1) ?? '', /^open /);
  });

  it('follows the files, and keeps focus, selection and filter; asks for nothing that it has', async () => {
    const { page, opened: requests, announce, filter, status, put, runs } = await start(historyTableOf(100));
    await filter('network.name:resnet');
    await runs().nth(3).click();
    const name = await page.locator('.details h2').innerText();
    const before = await status();
    const asked = requests.length;
    announce('changed', true);
    for (let waited = 0; waited < 10_000 && requests.length === asked; waited += 50) await page.waitForTimeout(50);
    assert.notEqual(requests.at(-1)?.digest, '');
    assert.equal(await status(), before);
    put(historyTableOf(120));
    announce('changed', true);
    await page.getByText('of 121 runs').waitFor();
    assert.equal(await page.locator('.details h2').innerText(), name);
    await page.getByText('1 run selected').waitFor();
    put(new Error('Git refuses the repository.'));
    announce('changed', true);
    await page.getByRole('alert').getByText('Git refuses the repository.').waitFor();
    announce('live', { [historyTableOf(120).runs[0]?.listing.run ?? '']: '12/20 · AUC 0.91' });
    await filter('state=running');
    await page.getByText('12/20 · AUC 0.91').waitFor();
  });

  it('shows at once what was seen last, says so, and then what there is', async () => {
    const table = historyTableOf(40);
    let give = () => {};
    const ready = new Promise<void>((resolve) => {
      give = resolve;
    });
    const history = await openHistory(table, { old: { ...table, runs: table.runs.slice(2) }, ready });
    assert.equal(await history.status(), `hands · ${table.runs.length - 2} runs · as seen last, reading …`);
    const newest = (await history.column('run'))[0];
    give();
    await history.page.getByText(`hands · ${table.runs.length} runs`, { exact: true }).waitFor();
    assert.notEqual((await history.column('run'))[0], newest);
    assert.deepEqual(
      history.opened.map(({ digest }) => digest === ''),
      [true, false],
    );
    await history.close();
    const same = await openHistory(table, { old: table });
    await same.page.getByText(`hands · ${table.runs.length} runs`, { exact: true }).waitFor();
    assert.equal(same.opened.length, 2);
    await same.close();
  });

  it('shows the runs of all branches and tags by one click, and where they are', async () => {
    const { page, status, column, kept } = await start(historyTableOf(50), { all: historyTableOf(50, 25) });
    await page.getByLabel('All branches and tags').check();
    await page.getByText('76 runs').waitFor();
    assert.deepEqual((await column('refs')).slice(0, 2), ['other, v1', 'other, v1']);
    assert.equal(kept.at(-1)?.all, true);
    await page.getByLabel('All branches and tags').uncheck();
    await page.getByText('51 runs').waitFor();
    assert.match(await status(), /51 runs$/);
  });

  it('comes back as it was after hiding or a reload of the window', async () => {
    const { page, filter, column, status, runs } = await start(historyTableOf(500));
    await filter('network.name=resnet-18');
    await page.getByRole('button', { name: 'Sort by AUC', exact: true }).click();
    await page.evaluate(() => document.querySelector('.table')?.scrollTo(0, 900));
    await page.waitForFunction(() => JSON.parse(sessionStorage.getItem('state') ?? '{}').look?.scroll === 900);
    const [before, words] = [await column('run'), await status()];
    await page.reload();
    await runs().first().waitFor();
    assert.deepEqual([await column('run'), await status()], [before, words]);
    assert.equal(await page.evaluate(() => document.querySelector('.table')?.scrollTop), 900);
  });

  it('says what to do where there are no runs, and why they can not be read', async () => {
    const { page, asked, problems } = await start(historyTableOf(0), { all: historyTableOf(0, 0) });
    await page.getByText('There is no run on this branch yet.').waitFor();
    await page.getByRole('button', { name: 'Train...' }).click();
    assert.deepEqual(asked, ['train']);
    await page.getByRole('button', { name: 'Look on All Branches' }).click();
    await page.getByText('There is no run yet on any branch or tag.').waitFor();
    assert.deepEqual(problems, []);
    await opened?.close();
    const failing = await start(new Error('Showing the history of runs is switched off in Restricted Mode.'));
    await failing.page.getByRole('alert').getByText('switched off').waitFor();
    failing.put(historyTableOf(3));
    await failing.page.getByRole('button', { name: 'Try Again' }).click();
    await failing.page.getByText('4 runs').waitFor();
  });

  it('is accessible, and looks as it should in every theme', async function () {
    this.timeout(90_000);
    await mkdir(pictures, { recursive: true });
    const table = historyTableOf(400);
    const names = table.runs.map(({ listing }) => listing.run);
    const live = { [names[0] ?? '']: '12/20 · AUC 0.914' };
    const looks: readonly (readonly [string, Theme, object, number])[] = [
      ['plain', 'dark', { focus: names[3] }, 1600],
      [
        'grouped',
        'light',
        { group: 'experiment', filter: 'auc > 0.8', focus: names[20], selected: names.slice(18, 24), base: names[20] },
        1600,
      ],
      ['selected', 'contrast', { selected: names.slice(2, 5), focus: names[4] }, 1300],
      ['narrow', 'light', { details: false, filter: 'auk > 0.8' }, 640],
    ];
    for (const [name, theme, look, width] of looks) {
      const page = await start(table, { theme, state: { project: '/project', look: { ...look, all: false } }, width, live });
      await page.runs().first().waitFor();
      await page.page.waitForTimeout(300);
      await page.page.screenshot({ path: join(pictures, `history-${name}-${theme}.png`) });
      assert.deepEqual(await accessibilityProblems(page.page), [], `${name}, ${theme}`);
      assert.ok(await page.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), name);
      await page.close();
    }
    const help = await start(table, { theme: 'light' });
    for (const [button, name] of [
      ['How to filter, and keys', 'help'],
      ['Columns', 'columns'],
    ] as const) {
      await help.page.getByRole('button', { name: button }).click();
      assert.deepEqual(await accessibilityProblems(help.page), [], name);
      await help.page.screenshot({ path: join(pictures, `history-${name}-light.png`) });
      await help.page.keyboard.press('Escape');
    }
  });
});
