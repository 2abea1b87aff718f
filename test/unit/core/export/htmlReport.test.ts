import assert from 'node:assert/strict';
import { roundTicks } from '../../../../src/core/export/chart';
import { cleanRecord, withoutImages } from '../../../../src/core/export/exportedRun';
import { htmlReport } from '../../../../src/core/export/htmlReport';
import { classifiedRun, exportedRun } from './exportedFixture';

const about = { project: 'Hand <ages>', made: '2026-11-27T10:00:00Z', version: '0.1.0', styleHash: 'abc=', images: false };
const text = (html: string): string =>
  html
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the HTML report', () => {
  it('is one page that fetches nothing, has no script, and names neither patients nor images', () => {
    const html = htmlReport([exportedRun, classifiedRun], about);
    assert.match(
      html,
      /Content-Security-Policy" content="default-src 'none'; style-src 'sha256-abc='; base-uri 'none'; form-action 'none'"/,
    );
    assert.doesNotMatch(html, /<script|<link|<img|<iframe|https?:|url\(|\son\w+=|\sstyle=/i);
    assert.doesNotMatch(html, /img-secret|P-1|P-2/);
    assert.match(html, /2 runs of Hand &lt;ages&gt;/);
  });

  it('tells a run: metrics with interval, n, patients and part, figures, settings, data, hashes, notes', () => {
    const html = htmlReport([exportedRun], about);
    const words = text(html);
    assert.match(words, /Run 20261123-213303-quick-4f2a finished Experiment quick: regression of bone_age\./);
    assert.match(words, /MAE \(months\) 12\.0 10\.0 to 14\.0 tuning 3 2 2 13\.0 bootstrap/);
    assert.match(words, /bias \(months\) -1\.0 none tuning/);
    assert.match(words, /chosen by MAE on the same tuning part, so that these values are optimistic/);
    assert.equal(html.match(/<svg/g)?.length, 3);
    // Differences -10, 5 and 21: mean 5.33, standard deviation 15.50.
    assert.match(words, /bias 5\.3, limits of agreement -25\.1 to 35\.7 months \(tuning part, n = 3 images\)/);
    assert.match(words, /Training part 6 images of 4 patients Tuning part 3 images of 2 patients/);
    assert.match(words, /A note\./);
    assert.match(html, /<span class="changed">2<\/span>/);
    assert.doesNotMatch(html, /Comparison/);
  });

  it('compares several runs by their first metric and the settings in which they differ', () => {
    const other = {
      ...exportedRun.record,
      run: '20261124-000000-quick-1111',
      settings: { ...exportedRun.record.settings, train: { ...exportedRun.record.settings.train, seed: 7 } },
    };
    const words = text(htmlReport([exportedRun, { ...exportedRun, record: other }], about));
    assert.match(
      words,
      /n images of patients train\.seed 20261123-213303-quick-4f2a finished MAE 12\.0 months 10\.0 to 14\.0 tuning 3 of 2 1 /,
    );
  });

  it('draws FROC for boxes and Dice for masks, or nothing where nothing is marked', () => {
    const froc = [
      { score: 0.9, falsePositives: 0, sensitivity: 0.5 },
      { score: 0.4, falsePositives: 0.5, sensitivity: 0.5 },
      { score: 0.3, falsePositives: 0.5, sensitivity: 1 },
      { score: 0.1, falsePositives: 40, sensitivity: 1 },
    ];
    const boxes = { kind: 'boxes', images: 4, patients: 3, marked: 2, isWhole: true, froc } as const;
    const html = htmlReport([{ ...exportedRun, drawn: boxes }], about);
    assert.match(
      text(html),
      /FROC: sensitivity \(share of the marked boxes that are found\) over the false positives an image, tuning part, n = 4 images of 3 patients, 2 marked boxes\./,
    );
    assert.doesNotMatch(text(html), /above its threshold/);
    const cut = htmlReport([{ ...exportedRun, drawn: { ...boxes, isWhole: false } }], about);
    assert.match(text(cut), /The run kept only boxes above its threshold/);
    const masks = { kind: 'masks', images: 4, patients: 3, dice: [0, 0.5, 0.9] } as const;
    assert.match(text(htmlReport([{ ...exportedRun, drawn: masks }], about)), /Dice of each image .* n = 4 images of 3 patients\./);
    const curves = (run: typeof exportedRun) => htmlReport([run], about).match(/<svg/g)?.length ?? 0;
    assert.equal(curves({ ...exportedRun, drawn: { ...boxes, marked: 0 } }), curves(exportedRun) - 1);
  });

  it('draws the ROC curve with its operating point, and counts for more classes', () => {
    const html = htmlReport([classifiedRun], about);
    assert.match(
      text(html),
      /ROC curve of &quot;yes&quot; on the tuning part\. AUC 0\.750 \(95 % interval 0\.500 to 0\.960; tuning part, n = 4 images of 4 patients\)/,
    );
    // Half of both classes are called: the middle of the plane (left 62, right 466, top 40, bottom 272).
    assert.match(html, /<g class="dot second"><circle cx="264" cy="156" r="5"\/>/);
    const three = { ...classifiedRun, classes: ['no', 'yes', 'maybe'] };
    assert.match(text(htmlReport([three], about)), /no yes maybe no 1 1 0 yes 1 1 0 maybe 0 0 0/);
  });

  it('names images of the largest errors only where it is asked to', () => {
    const words = text(htmlReport([exportedRun], { ...about, images: true }));
    assert.match(words, /Image Reference standard Prediction Error img-secret3 60 81 21\.0 img-secret1 100 90 10\.0/);
    assert.doesNotMatch(words, /P-1/);
  });

  it('shows runs that have failed or not begun, and escapes what they say', () => {
    const { result: _, ...rest } = exportedRun.record;
    const failed = { ...rest, state: 'failed' as const, reason: 'It <b>broke</b> & fell.', result: null };
    const html = htmlReport([{ ...exportedRun, record: failed, epochs: [], predictions: [], commit: null, refs: ['tag-1'] }], about);
    assert.match(html, /It &lt;b&gt;broke&lt;\/b&gt; &amp; fell\./);
    assert.match(text(html), /It has no metric: no epoch has ended\..*not committed yet/);
    assert.match(text(html), /Its record is on tag-1\./);
    assert.doesNotMatch(html, /<svg/);
  });
});

describe('cleanRecord', () => {
  it('takes paths out of every text and names of images out of sentences', () => {
    const record = {
      ...exportedRun.record,
      notes: ['Image img-7 in /home/ann/films/DOE^JOHN/7.dcm could not be read.'],
      settings: {
        ...exportedRun.record.settings,
        network: { ...exportedRun.record.settings.network, weights: '/home/ann/w/resnet.safetensors' },
      },
    };
    const clean = cleanRecord(record, new Set(['img-7']));
    assert.deepEqual(clean.notes, ['Image <image> in <path> could not be read.']);
    assert.equal(clean.settings.network.weights, '<path>');
    assert.equal(clean.run, record.run);
    assert.deepEqual(clean, { ...record, notes: clean.notes, settings: clean.settings });
  });

  it('knows a name at the end of a sentence, and leaves words alone that only contain one', () => {
    assert.equal(
      withoutImages('Not a.b_1, nor a.b_1. But xa.b_1 and a.b_12.', new Set(['a.b_1'])),
      'Not <image>, nor <image>. But xa.b_1 and a.b_12.',
    );
  });
});

describe('roundTicks', () => {
  it('gives round numbers within the range', () => {
    assert.deepEqual(roundTicks([0, 1], 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
    assert.deepEqual(roundTicks([-168.7, 133.2], 5), [-100, 0, 100]);
    assert.deepEqual(roundTicks([1, 3], 6, true), [1, 2, 3]);
    assert.deepEqual(roundTicks([2, 2], 5), [2]);
  });
});
