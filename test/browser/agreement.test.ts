import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConsensusOutcome } from '../../src/core/label/consensusOutcome';
import type { AgreementChoice, AgreementPage, AgreementSession, ConsensusRequest } from '../../src/protocol/agreement';
import { accessibilityProblems } from './harness/accessibilityProblems';
import { agreementSession, type MadeUp } from './harness/agreementSession';
import { type OpenedPage, openPage } from './harness/openPage';
import type { Theme } from './harness/themeVariables';

const pictures = join(__dirname, '..', '..', '.cache', 'tests', 'pages');
const two: MadeUp = { images: 60, readers: ['ada', 'ben'] };
const nothingMade: ConsensusOutcome = { made: [], kept: [], differ: [], undecided: [] };

describe('the page about the agreement of readers', () => {
  let opened: OpenedPage<AgreementPage> | undefined;
  let asked: string[] = [];
  let choices: AgreementChoice[] = [];
  let requests: ConsensusRequest[] = [];
  type Options = {
    readonly theme?: Theme;
    readonly state?: unknown;
    readonly width?: number;
    readonly made?: (request: ConsensusRequest) => ConsensusOutcome;
  };
  const start = async (answer: (choice: AgreementChoice) => AgreementSession | Promise<AgreementSession>, options: Options = {}) => {
    [asked, choices, requests] = [[], [], []];
    const note = (words: string) => void asked.push(words);
    opened = await openPage<AgreementPage>(
      'agreement',
      {
        open: (choice) => {
          choices.push(choice);
          return answer(choice);
        },
        cancel: () => note('cancel'),
        openImages: (images) => note(`open ${images.join(' ')}`),
        openLabel: ({ reader, image }) => note(`label ${reader} ${image}`),
        makeConsensus: (request) => {
          requests.push(request);
          return (options.made ?? (() => nothingMade))(request);
        },
        openProtocol: () => note('protocol'),
        showDataset: () => note('dataset'),
        importImages: () => note('import'),
      },
      {
        theme: options.theme ?? 'dark',
        viewport: { width: options.width ?? 1150, height: 900 },
        ...(options.state === undefined ? {} : { state: options.state }),
      },
    );
    await opened.page.waitForSelector('h2, [role=alert], .busy');
    return opened;
  };
  const open = (project: MadeUp, options: Options = {}) => start((choice) => agreementSession(project, choice), options);
  const adjudicating = { project: '/project', look: { tab: 'adjudicate' } };
  const words = async (): Promise<string> => ((await opened?.page.innerText('body')) ?? '').replace(/\s+/g, ' ');
  afterEach(async () => {
    const problems = opened?.problems ?? [];
    await opened?.close();
    opened = undefined;
    assert.deepEqual(problems, []);
  });

  it('shows each statistic with unit, interval, images, patients and method', async () => {
    await open(two);
    const { report } = agreementSession(two, { readers: null, part: null });
    const text = await words();
    assert.match(text, /wrists · 60 images, 60 of them with final labels of two readers or more; drafts and models' proposals don't count/);
    assert.match(text, /ben 60 final, 3 drafts/);
    const kappa = report.items[0]?.pairs[0]?.statistics.kappa;
    assert.ok(kappa !== undefined && 'value' in kappa && kappa.interval !== null);
    assert.ok(
      text.includes(`Cohen's kappa ${kappa.value.toFixed(3)} ${kappa.interval[0].toFixed(3)} to ${kappa.interval[1].toFixed(3)} 60 30`),
      text,
    );
    for (const title of [
      'Linearly weighted kappa',
      'Quadratically weighted kappa',
      'ICC\\(2,1\\)',
      'Boxes that both drew',
      'IoU of these boxes',
    ])
      assert.match(text, new RegExp(title));
    assert.match(text, /Bias \(first minus second\) -?\d+\.\d+ months/);
  });

  it("draws Bland and Altman's figure with one point an image, bias and limits", async () => {
    const { page } = await open(two);
    const figure = page.locator('svg[role=img]');
    await figure.waitFor();
    assert.match((await figure.getAttribute('aria-label')) ?? '', /^Bone age: difference against mean of ada and ben/);
    assert.equal(await figure.locator('circle').count(), 60);
    assert.match(await figure.innerHTML(), /upper limit .*bias .*lower limit /s);
  });

  it('lists the images behind a cell of the matrix and opens them, by mouse and keyboard', async () => {
    const { page } = await open(two);
    const { report } = agreementSession(two, { readers: null, part: null });
    const images = report.items[0]?.pairs[0]?.confusion?.cells[0]?.[2] ?? [];
    assert.ok(images.length > 1 && images.length <= 9);
    await page.getByRole('button', { name: `ada no, ben yes: ${images.length} images` }).click();
    assert.deepEqual(asked, [`open ${images[0]}`]);
    const behind = page.getByRole('region', { name: 'ada no, ben yes' });
    assert.deepEqual(await behind.locator('li').allInnerTexts(), images);
    await behind.getByRole('button', { name: images[1] ?? '' }).press('Enter');
    await behind.getByRole('button', { name: 'Open Side by Side' }).click();
    assert.deepEqual(asked.slice(1), [`open ${images[1]}`, `open ${images.join(' ')}`]);
  });

  it('compares the readers and the part that are chosen, and keeps the choice over a reload', async () => {
    const { page, state } = await open({ ...two, readers: ['ada', 'ben', 'cem'] });
    await page.getByText("Fleiss' kappa").first().waitFor();
    await page.getByLabel('Matrices and figures of').selectOption({ label: 'ben and cem' });
    assert.match(await page.locator('caption').first().innerText(), /ben in rows, cem in columns/);
    await page.getByRole('checkbox', { name: /^ben/ }).click();
    await page.getByText('ada and cem').first().waitFor();
    await page.getByLabel('Images', { exact: true }).selectOption('test');
    await page.getByText('15 images of the test part').waitFor();
    assert.deepEqual(choices.at(-1), { readers: ['ada', 'cem'], part: 'test' });
    assert.deepEqual(((await state()) as { look: AgreementChoice }).look.part, 'test');
    await page.reload();
    await page.getByText('15 images of the test part').waitFor();
    await page.getByRole('checkbox', { name: /^cem/ }).click();
    await page.getByRole('heading', { name: 'Choose two readers or more' }).waitFor();
  });

  it('lists what is to be adjudicated, the largest disagreement first; filters; opens by click and Enter', async () => {
    const { page } = await open(two);
    await page.getByRole('tab', { name: 'Agreement' }).focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.getByRole('tab', { name: /To Adjudicate/ }).getAttribute('aria-selected'), 'true');
    const sizes = (await page.locator('table.cases tbody tr:first-child td.number').allInnerTexts()).map(Number);
    assert.ok(sizes.length > 5);
    await page.getByLabel('Label', { exact: true }).selectOption('bone_age');
    const ages = (await page.locator('table.cases td.number').allInnerTexts()).map(Number);
    assert.deepEqual(
      ages,
      ages.toSorted((a, b) => b - a),
    );
    const first = page.locator('button.image').first();
    const name = await first.innerText();
    await first.click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.deepEqual(asked, [`open ${name}`, `open ${await page.locator('button.image').nth(1).innerText()}`]);
    await page
      .getByRole('button', { name: /^ben: \d+ months; open the label$/ })
      .first()
      .click();
    assert.equal(asked.at(-1), `label ben ${name}`);
    assert.match(await page.locator('table.cases tbody').first().innerText(), /Bone age\s+\d+ months\s+\d+ months/);
  });

  it('marks what is decided or stale, and hides what is decided', async () => {
    const { report } = agreementSession(two, { readers: null, part: null });
    const [a = '', b = ''] = report.adjudicate.map(({ image }) => image);
    const consensus = new Map([
      [a, 'final'],
      [b, 'stale'],
    ] as const);
    const { page } = await open({ ...two, consensus }, { state: adjudicating });
    await page.getByText(`${report.adjudicate.length} images, 1 of them decided`).waitFor();
    assert.match(await page.locator('tbody', { hasText: a }).innerText(), /final/);
    await page.locator('tbody', { hasText: b }).getByText('stale: a source has changed').click();
    assert.deepEqual(asked, [`label consensus ${b}`]);
    await page.getByLabel('Only what is not decided yet').check();
    assert.equal(await page.locator('tbody', { hasText: a }).count(), 0);
    assert.equal(await page.locator('tbody', { hasText: b }).count(), 1);
  });

  it('makes the consensus of one image by what is chosen, and says what is missing', async () => {
    const why = '"Bone age" is not decided: the readers differ.';
    const { page } = await open(two, {
      state: adjudicating,
      made: ({ image, settled, replace }) => {
        if (settled.bone_age === undefined) return { ...nothingMade, undecided: [{ image: image ?? '', why }] };
        return replace ? { ...nothingMade, made: [image ?? ''] } : { ...nothingMade, differ: [image ?? ''] };
      },
    });
    await page.getByLabel('Label', { exact: true }).selectOption('bone_age');
    await page
      .getByRole('button', { name: /^Decide/ })
      .first()
      .click();
    const form = page.getByRole('group', { name: /^Consensus of/ });
    await form.getByText('Make Draft Consensus').click();
    await form.getByText(why).waitFor();
    await form.getByLabel('Bone age').selectOption({ index: 1 });
    await form.getByText('Make Draft Consensus').click();
    await form.getByText('The image has a consensus that says something else.').waitFor();
    assert.deepEqual(
      requests.map(({ settled, replace, status }) => [settled, replace, status]),
      [
        [{}, false, 'draft'],
        [{ bone_age: 'mean' }, false, 'draft'],
      ],
    );
    await form.getByText('Write Over It').click();
    await form.getByText('Written.').waitFor();
    assert.equal(requests.at(-1)?.replace, true);
  });

  it('makes the consensus of all that agree by the rules, and asks before it writes over', async () => {
    const { page } = await open(two, {
      state: adjudicating,
      made: ({ replace }) =>
        replace ? { ...nothingMade, made: ['img-1', 'img-2'] } : { ...nothingMade, made: ['img-1'], differ: ['img-2'] },
    });
    await page.getByText(/images on which the readers agree: \d+ without a consensus/).waitFor();
    await page.locator('.rules').getByLabel('Rule for Bone age').selectOption('median');
    await page.getByLabel('as final labels').check();
    await page.getByText('Make Consensus of All That Agree').click();
    await page.getByText('Consensus of 1 image written').waitFor();
    await page.getByText('1 image has a consensus that says something else').waitFor();
    await page.getByText('Write Over It').click();
    await page.getByText('Consensus of 2 images written').waitFor();
    assert.deepEqual(requests[0], {
      readers: null,
      part: null,
      image: null,
      rules: { bone_age: 'median' },
      settled: {},
      status: 'final',
      replace: false,
    });
    assert.equal(requests[1]?.replace, true);
  });

  it('follows changed files, tells progress, and can be cancelled', async () => {
    let waiting: (session: AgreementSession) => void = () => undefined;
    let answer = (): Promise<AgreementSession> => new Promise((resolve) => (waiting = resolve));
    const { page, announce } = await start(() => answer());
    announce('progress', 'Reading labels: 3 of 9');
    await page.getByText('Reading labels: 3 of 9').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    assert.deepEqual(asked, ['cancel']);
    waiting(agreementSession(two, { readers: null, part: null }));
    await page.getByText('60 images, 60 of them').waitFor();
    announce('changed', true);
    await page.getByText('Comparing the readers').waitFor();
    waiting(agreementSession({ ...two, images: 40 }, { readers: null, part: null }));
    await page.getByText('40 images, 40 of them').waitFor();
    let isBroken = true;
    answer = () =>
      isBroken ? Promise.reject(new Error('Cancelled.')) : Promise.resolve(agreementSession(two, { readers: null, part: null }));
    announce('changed', true);
    await page.getByRole('alert').getByText('Cancelled.').waitFor();
    isBroken = false;
    await page.getByRole('button', { name: 'Try Again' }).click();
    await page.getByText('60 images, 60 of them').waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
  });

  it('says what to do where there is nothing to compare, and what went wrong', async () => {
    const { page } = await open({ images: 0, readers: [] });
    await page.getByRole('heading', { name: 'No images yet' }).waitFor();
    await page.getByText('Import Images...').click();
    assert.deepEqual(asked, ['import']);
    await opened?.close();
    await open({ images: 6, readers: [] });
    assert.match(await words(), /Nobody has labelled yet/);
    await opened?.close();
    const one = await open({ images: 6, readers: ['ada'] });
    assert.match(await words(), /Only ada has labelled so far .*a name of their own/);
    await one.page.getByText('Open Protocol').click();
    assert.deepEqual(asked, ['protocol']);
    await one.close();
    const failed = await start(() => {
      throw new Error('3-data/protocol.md: the label "x" is declared twice.');
    });
    assert.match(await words(), /declared twice/);
    await failed.page.getByText('Try Again').click();
    await failed.page.waitForFunction(() => document.querySelector('[role=alert]') !== null);
    assert.equal(choices.length, 2);
  });

  it('is accessible and fits its width in every theme', async function () {
    this.timeout(90_000);
    await mkdir(pictures, { recursive: true });
    const looks: readonly (readonly [string, Theme, MadeUp, object, number])[] = [
      ['agreement', 'dark', two, {}, 1150],
      ['agreement-three', 'light', { ...two, readers: ['ada', 'ben', 'cem'] }, {}, 1150],
      ['agreement', 'contrast', two, {}, 1150],
      ['adjudicate', 'dark', two, { tab: 'adjudicate' }, 1150],
      ['adjudicate', 'light', two, { tab: 'adjudicate' }, 1150],
      ['adjudicate', 'contrast', two, { tab: 'adjudicate' }, 1150],
      ['agreement-narrow', 'light', two, {}, 560],
      ['agreement-empty', 'dark', { images: 6, readers: ['ada'] }, {}, 1150],
    ];
    for (const [name, theme, project, look, width] of looks) {
      const { page } = await open(project, { theme, width, state: { project: '/project', look } });
      await page
        .getByRole('button', { name: /^ada no, ben yes|^Decide/ })
        .first()
        .click({ timeout: 2000 })
        .catch(() => undefined);
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(pictures, `${name}-${theme}.png`), fullPage: true });
      assert.deepEqual(await accessibilityProblems(page), [], `${name}, ${theme}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), name);
      await opened?.close();
    }
  });
});
