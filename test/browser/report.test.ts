import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { htmlReport } from '../../src/core/export/htmlReport';
import { reportStyle } from '../../src/core/export/reportStyle';
import { launchBrowser } from '../launchBrowser';
import { classifiedRun, exportedRun } from '../unit/core/export/exportedFixture';
import { accessibilityProblems } from './harness/accessibilityProblems';

const pictures = join(__dirname, '..', '..', '.cache', 'tests', 'pages');

const epochs = Array.from({ length: 20 }, (_, index) => {
  const value = 40 * Math.exp(-index / 6) + 12 + 3 * Math.sin(index);
  const metrics = { mae: { value, lower: value - 4, upper: value + 5 } };
  return {
    epoch: index + 1,
    trainLoss: 1 / (index + 1),
    tuningLoss: 1 / (index + 1) + index * 0.01,
    seconds: 2,
    imagesPerSecond: 100,
    metrics,
  };
});
const predictions = Array.from({ length: 80 }, (_, index) => {
  const label = 24 + ((index * 37) % 180);
  return {
    image: `i${index}`,
    patient: `p${index}`,
    label,
    prediction: label + 25 * Math.sin(index * 1.7) + 4,
    probabilities: [],
    problem: '',
  };
});
const other = { ...exportedRun.record, run: '20261124-101500-quick-77aa', changed: { 'train.learningRate': 0.003 } };
const runs = [
  { ...exportedRun, epochs, predictions },
  {
    ...exportedRun,
    epochs,
    predictions,
    record: { ...other, settings: { ...other.settings, train: { ...other.settings.train, learningRate: 0.003 } } },
  },
  classifiedRun,
];
const styleHash = createHash('sha256').update(reportStyle).digest('base64');
const html = htmlReport(runs, { project: 'Hand ages', made: '2026-11-27T10:00:00Z', version: '0.1.0', styleHash, images: false });

type Opened = {
  readonly page: Page;
  readonly problems: readonly string[];
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
};

async function open(colorScheme: 'light' | 'dark', viewport = { width: 1100, height: 1400 }, text = html): Promise<Opened> {
  const context = await (await launchBrowser()).newContext({ colorScheme, viewport });
  const page = await context.newPage();
  const [problems, requests]: [string[], string[]] = [[], []];
  page.on('console', (message) => problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  await page.route('**/*', async (route) => {
    requests.push(route.request().url());
    await route.fulfill({ contentType: 'text/html', body: text });
  });
  await page.goto('http://radsteps.test/report.html');
  return { page, problems, requests, close: () => context.close() };
}

describe('the HTML report in a browser', function () {
  this.timeout(60_000);
  before(() => mkdirSync(pictures, { recursive: true }));

  for (const scheme of ['light', 'dark'] as const)
    it(`draws itself in a ${scheme} browser under its own policy, accessible, with one request`, async () => {
      const { page, problems, requests, close } = await open(scheme);
      assert.deepEqual([problems, requests], [[], ['http://radsteps.test/report.html']]);
      const back = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      assert.equal(back, scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(22, 25, 29)', 'the style sheet is let in by its hash');
      assert.equal(await page.locator('svg').count(), 7);
      assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
      await page.screenshot({ path: join(pictures, `report-${scheme}.png`) });
      await page
        .locator('.run')
        .first()
        .screenshot({ path: join(pictures, `report-run-${scheme}.png`) });
      // The policy keeps axe out of the page, as it should; the same page without it is looked at.
      await close();
      const free = await open(scheme, undefined, html.replace(/<meta http-equiv[^>]+>/, ''));
      assert.deepEqual(await accessibilityProblems(free.page), []);
      await free.close();
    });

  it('refuses a style sheet or a script that somebody puts into it', async () => {
    const { page, problems, close } = await open(
      'light',
      undefined,
      html.replace('</body>', '<script>document.title = "taken"</script></body>'),
    );
    assert.notEqual(await page.title(), 'taken');
    assert.match(problems.join(), /Content Security Policy/);
    await close();
  });

  it('fits a phone, and is black on white on paper', async () => {
    const phone = await open('dark', { width: 390, height: 844 });
    assert.equal(await phone.page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
    await phone.page.screenshot({ path: join(pictures, 'report-phone-dark.png') });
    await phone.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    assert.equal(await phone.page.evaluate('getComputedStyle(document.body).backgroundColor'), 'rgb(255, 255, 255)');
    const pdf = await phone.page.pdf({ format: 'A4' });
    const pages = pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;
    assert.ok(pages >= 4 && pages <= 14, `${pages} pages`);
    await phone.page.setViewportSize({ width: 794, height: 1123 });
    await phone.page.screenshot({ path: join(pictures, 'report-print.png') });
    await phone.close();
  });
});
