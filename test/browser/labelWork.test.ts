import assert from 'node:assert/strict';
import type { LabelEdit } from '../../src/core/label/edit';
import type { Label, Mark } from '../../src/core/label/label';
import type { LabelDefinition } from '../../src/core/label/protocol';
import type { LabelSession } from '../../src/protocol/labels';
import type { WorkPlace } from '../../src/protocol/labelWork';
import { accessibilityProblems } from './harness/accessibilityProblems';
import { driveViewer } from './harness/driveViewer';
import { sessionOf, type ViewerOptions } from './harness/openViewer';
import { slice } from './harness/viewerFiles';

const fracture: LabelDefinition = {
  name: 'fracture',
  title: 'Fracture',
  kind: 'category',
  values: ['no', 'yes'],
  required: true,
  guideline: 'A line, a step or a bulge of the cortex.',
  pictures: ['3-data/pictures/line.png'],
};
const age: LabelDefinition = { name: 'age', title: 'Bone age', kind: 'number', unit: 'months', minimum: 0, maximum: 240, hotkey: 'g' };
const signs: LabelDefinition = {
  name: 'signs',
  title: 'Signs',
  kind: 'several',
  values: ['line', 'step', 'bulge'],
  keys: ['q', 'w', 'e'],
  hotkey: 's',
};
const note: LabelDefinition = { name: 'remark', title: 'Remark', kind: 'note', hotkey: 'k' };
const box: LabelDefinition = { name: 'box', title: 'Box', kind: 'box', colour: '#ff0000', hotkey: 'x' };
const label: Label = { version: 1, image: 'img-1', reader: 'ada', status: 'draft', categories: {}, marks: [] };
const session = (labels: readonly LabelDefinition[], change: Partial<Label> = {}): LabelSession => ({
  label: { ...label, ...change },
  labels,
  locked: null,
});
const place: WorkPlace = {
  image: 'img-1',
  at: 13,
  count: 60,
  left: 46,
  words: 'all images, at random',
  finalAtOnce: false,
  medianSeconds: 4,
};

describe('questions and work in the label editor', () => {
  const { open, press, close } = driveViewer();
  afterEach(close);
  const openWith = async (labels: readonly LabelDefinition[], options: ViewerOptions = {}, change: Partial<Label> = {}) => {
    const opened = await open([slice(20)], { label: session(labels, change), ...options });
    await opened.page.waitForSelector('.workBar .status');
    const edits = (): readonly LabelEdit[] => opened.steps.flatMap((step) => step.edits);
    const answers = () => edits().flatMap((edit) => (edit.edit === 'category' ? [[edit.name, edit.to] as const] : []));
    return { ...opened, answers };
  };

  it('answers the only question by its keys at once, each answer a step that can be undone', async () => {
    const { page, answers, steps, announce } = await openWith([fracture, box]);
    await press('2');
    assert.deepEqual(answers(), [['fracture', 'yes']]);
    assert.equal(steps[0]?.words, 'Answer Fracture');
    assert.equal(await page.getAttribute('[data-value=yes]', 'aria-checked'), 'true');
    await press('2');
    assert.equal(steps.length, 1, 'the same answer again is no step');
    announce('labelEdited', [{ edit: 'category', name: 'fracture', from: 'yes', to: null }]);
    await page.waitForSelector('[data-value=yes][aria-checked=false]');
    assert.deepEqual(await accessibilityProblems(page), []);
  });

  it('chooses a question by its hotkey, and its own keys answer it', async () => {
    const { page, answers } = await openWith([fracture, age, signs, box]);
    await press('2');
    assert.deepEqual(answers(), [], 'which of several questions is meant is not known yet');
    await press('s', 'e', 'q');
    assert.deepEqual(answers().at(-1), ['signs', ['line', 'bulge']]);
    await press('q', '0');
    assert.deepEqual(answers().at(-1), ['signs', []]);
    assert.equal(await page.getAttribute('[data-choose=signs]', 'aria-pressed'), 'true');
    await page.click('[data-question=signs] .back');
    assert.deepEqual(answers().at(-1), ['signs', null]);
  });

  it('takes digits into the number, refuses what is out of range with a sentence, and takes Enter', async () => {
    const { page, answers } = await openWith([age, box]);
    await page.keyboard.type('941');
    assert.equal(await page.inputValue('[data-field=age]'), '941');
    await page.keyboard.press('Enter');
    assert.match(await page.innerText('#refusal-age'), /Bone age lies between 0 and 240 months: 941 does not/);
    assert.deepEqual(answers(), []);
    await page.screenshot({ path: '.cache/tests/pages/labels-number.png' });
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    assert.deepEqual(answers(), [['age', 94]]);
    assert.equal(await page.innerText('#refusal-age'), '');
    await press('8');
    await page.keyboard.press('Escape');
    assert.equal(await page.inputValue('[data-field=age]'), '94', 'Escape drops what was typed');
  });

  it('keeps a note with its line breaks, and leaves letters in it alone', async () => {
    const { page, answers } = await openWith([note, fracture, box]);
    await page.click('[data-field=remark]');
    await page.keyboard.type('x 1');
    await page.keyboard.press('Enter');
    await page.keyboard.type('end');
    await page.keyboard.press('Control+Enter');
    assert.deepEqual(answers(), [['remark', 'x 1\nend']]);
  });

  it('shows the guideline with its pictures on demand, under the strict policy', async () => {
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    const { page } = await open([slice(20), { name: 'line.png', bytes: png }], {
      label: session([fracture]),
      session: sessionOf([slice(20)], { isLabelled: true, image: 'img-1' }),
      work: { pictures: { '3-data/pictures/line.png': 'http://radsteps.test/line.png' } },
    });
    await page.waitForSelector('[data-question=fracture]');
    assert.equal(await page.locator('.guideline').count(), 0);
    await page.click('.help');
    assert.match(await page.innerText('.guideline'), /bulge of the cortex/);
    await page.waitForFunction(() => (document.querySelector<HTMLImageElement>('.guideline img')?.naturalWidth ?? 0) > 0);
  });

  it('goes on with Enter and back with Shift+Enter, and says why an image stays', async () => {
    const asked: string[] = [];
    const goOn = (way: string) => {
      asked.push(way);
      if (asked.length === 2) throw new Error('"Fracture" is required, and is missing.');
    };
    const { page } = await openWith([fracture, age, box], { work: { place }, answers: { goOn } });
    assert.match(await page.innerText('.workBar .place'), /14 of 60, 46 left/);
    await press('1', '9');
    assert.equal(await page.inputValue('[data-field=age]'), '9', 'the next question without an answer takes the keys');
    await page.keyboard.type('41');
    await page.keyboard.press('Enter');
    assert.deepEqual(asked, [], 'a number out of range keeps the image');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.classList.contains('stage'));
    await page.waitForSelector('[aria-label="Next image of the list"]:not([disabled])');
    await press('Enter');
    assert.deepEqual(asked, ['next', 'next']);
    assert.match(await page.innerText('.workBar .problem'), /"Fracture" is required/);
    await press('Shift+Enter');
    assert.deepEqual(asked.at(-1), 'previous');
    await page.screenshot({ path: '.cache/tests/pages/labels-work.png' });
  });

  it('takes no answer for a picture that is not there yet', async () => {
    let release: (() => void) | undefined;
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { page, announce, answers, asked } = await openWith([fracture], {
      work: { place },
      files: new Map<string, Uint8Array | (() => Promise<Uint8Array>)>([
        ['slice-20.dcm', slice(20).bytes],
        [slice(20).name, slice(20).bytes],
        ['other.dcm', () => slow.then(() => slice(21).bytes)],
      ]),
    });
    const other = sessionOf([{ ...slice(21), name: 'other.dcm' }], { isLabelled: true, image: 'img-2', key: 'other' });
    announce('changed', other);
    announce('labelReset', session([fracture], { image: 'img-2' }));
    announce('workChanged', {
      image: 'img-2',
      place: { ...place, image: 'img-2', at: 14 },
      pictures: {},
      proposals: null,
      others: [],
      isBlind: false,
      problem: '',
    });
    await page.waitForFunction(() => document.querySelector('.workBar .place')?.textContent?.startsWith('15'));
    await page.keyboard.press('2');
    await page.keyboard.press('Enter');
    assert.deepEqual([answers(), asked.filter((text) => text.startsWith('goOn'))], [[], []]);
    assert.match(await page.innerText('.workBar .problem'), /before the picture was there/);
    release?.();
    await page.waitForTimeout(500);
    await press('2');
    assert.deepEqual(answers(), [['fracture', 'yes']]);
  });

  it('decodes what comes next before it is shown', async () => {
    let fetched = 0;
    const bytes = async () => {
      fetched += 1;
      return slice(21).bytes;
    };
    const { announce, page } = await openWith([fracture], {
      files: new Map<string, Uint8Array | (() => Promise<Uint8Array>)>([
        [slice(20).name, slice(20).bytes],
        ['next.dcm', bytes],
      ]),
    });
    const next = sessionOf([{ ...slice(21), name: 'next.dcm' }], { isLabelled: true, image: 'img-2', key: 'next' });
    announce('comesNext', next);
    await page.waitForTimeout(500);
    assert.equal(fetched, 1);
    announce('changed', next);
    announce('labelReset', session([fracture], { image: 'img-2' }));
    await page.waitForTimeout(500);
    assert.equal(fetched, 1);
  });

  const proposal = (id: string, column: number, score: number): Mark => ({
    id,
    kind: 'box',
    name: 'box',
    from: [column, 20],
    to: [column + 30, 60],
    run: '20260101-120000-quick-a1b2',
    score,
  });

  it("shows a run's proposals dashed with their score, and takes Y and N", async () => {
    const marks = [proposal('p1', 20, 0.9), proposal('p2', 60, 0.6), proposal('p3', 100, 0.3)];
    const proposals = { run: '20260101-120000-quick-a1b2', categories: [{ name: 'fracture', value: 'yes', score: 0.86 }] };
    const { page, answers, steps } = await openWith([fracture, box], { work: { proposals } }, { marks });
    assert.match(await page.innerText('.proposal'), /Model: yes, 86 % sure/);
    await page.waitForSelector('[data-proposed=p1]');
    await page.screenshot({ path: '.cache/tests/pages/labels-proposals.png' });
    await press('y');
    assert.deepEqual(answers(), [['fracture', 'yes']]);
    await press('y');
    assert.equal(await page.getAttribute('[data-proposed=p1]', 'aria-pressed'), 'true', 'the first mark is selected, not accepted');
    await press('y');
    const [, accepted] = steps.flatMap((step) => step.edits);
    assert.ok(accepted?.edit === 'mark' && accepted.to?.run === undefined && accepted.to?.id === 'p1');
    assert.equal(await page.getAttribute('[data-proposed=p2]', 'aria-pressed'), 'true', 'and the next one is selected');
    await press('n');
    assert.equal(steps.at(-1)?.words, 'Reject Proposal');
    await press('y');
    assert.equal(await page.locator('[data-proposed]').count(), 0);
  });

  it('puts a rejected category away without an answer, and accepts all at once', async () => {
    const proposals = { run: 'r', categories: [{ name: 'fracture', value: 'yes', score: 0.86 }] };
    const { page, answers, steps } = await openWith(
      [fracture, box],
      { work: { proposals } },
      { marks: [proposal('p1', 20, 0.9), proposal('p2', 60, 0.6)] },
    );
    await page.waitForSelector('.proposal');
    await press('n');
    assert.equal(await page.locator('.proposal').count(), 0);
    assert.deepEqual(answers(), []);
    await press('Shift+Y');
    assert.equal(steps.at(-1)?.words, 'Accept All Proposals');
    assert.equal(steps.at(-1)?.edits.length, 2);
  });

  it('shows nothing that was said of another image', async () => {
    const proposals = { run: 'r', categories: [{ name: 'fracture', value: 'yes', score: 0.86 }] };
    const { page, announce, answers } = await openWith([fracture], { work: { proposals } });
    await page.waitForSelector('.proposal');
    announce('labelReset', session([fracture], { image: 'img-2' }));
    await page.waitForSelector('.proposal', { state: 'detached' });
    await press('y');
    assert.deepEqual(answers(), []);
  });

  it('hides a model and other readers from a blind reader, and shows others muted to one who asks', async () => {
    const other: Label = {
      ...label,
      reader: 'ben',
      status: 'final',
      categories: { fracture: 'yes' },
      marks: [{ id: 'o', kind: 'box', name: 'box', from: [10, 10], to: [50, 50] }],
    };
    const { page, announce } = await openWith([fracture, box], { work: { others: [other] } }, { marks: [proposal('p1', 20, 0.9)] });
    await page.click('[data-others]');
    assert.match(await page.innerText('.others'), /ben · final\s+Fracture: yes, 1 mark/);
    await page.screenshot({ path: '.cache/tests/pages/labels-others.png' });
    announce('workChanged', { image: 'img-1', place: null, pictures: {}, proposals: null, others: [], isBlind: true, problem: '' });
    await page.waitForFunction(() => document.querySelector('.labels')?.textContent?.includes('You read blind'));
    assert.equal(await page.locator('[data-proposed], .others, [data-mark]').count(), 0);
    const painted = await page.evaluate(() => {
      const canvases = [...document.querySelectorAll<HTMLCanvasElement>('canvas.marks, canvas.others-marks')].filter(
        ({ hidden }) => !hidden,
      );
      return canvases.some((canvas) =>
        [...(canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [])].some((value) => value > 0),
      );
    });
    assert.equal(painted, false, 'no mark of a model is painted');
  });

  it('asks before a final label changes, and says what keeps one from being final', async () => {
    const answers = {
      setStatus: (status: Label['status']) => {
        if (status === 'final') throw new Error('"Fracture" is required, and is missing.');
        return false;
      },
    };
    const final = await openWith([fracture], { answers }, { status: 'final', categories: { fracture: 'no' } });
    await press('2');
    assert.deepEqual(final.answers(), [], 'the reader thought better of it');
    assert.match(await final.page.innerText('[data-sign]'), /Sign off/);
    await final.close();
    const draft = await openWith([fracture], { answers });
    await press('Control+Enter');
    assert.match(await draft.page.innerText('.workBar .problem'), /"Fracture" is required/);
  });

  for (const theme of ['dark', 'light', 'contrast'] as const)
    it(`is readable in ${theme}`, async () => {
      const proposals = { run: '20260101-120000-quick-a1b2', categories: [{ name: 'age', value: 93.5 }] };
      const { page } = await openWith(
        [fracture, age, signs, note, box],
        { theme, work: { place, proposals } },
        { categories: { fracture: 'yes', signs: ['line'] }, marks: [proposal('p1', 20, 0.9), proposal('p2', 60, 0.6)] },
      );
      await page.waitForSelector('.proposal');
      assert.deepEqual(await accessibilityProblems(page), []);
      await page.screenshot({ path: `.cache/tests/pages/labels-work-${theme}.png` });
    });
});
