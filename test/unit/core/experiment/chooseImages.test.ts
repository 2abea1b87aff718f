import assert from 'node:assert/strict';
import type { ImageRow } from '../../../../src/core/dataset/imageRow';
import type { Part } from '../../../../src/core/dataset/split';
import { chooseImages, countImages, type Dataset } from '../../../../src/core/experiment/chooseImages';
import { chooseTarget } from '../../../../src/core/experiment/chooseTarget';
import { scaleInputs } from '../../../../src/core/experiment/scaleInputs';
import type { CategoryValue, Label } from '../../../../src/core/label/label';

const blank = {
  study: '',
  series: '',
  modality: 'DX',
  bodyPart: '',
  view: '',
  laterality: '',
  rows: 1,
  columns: 1,
  frames: 1,
  spacingMm: null,
};
const more = { spacingFrom: '', site: '', manufacturer: '', model: '', extra: {} } as const;

const row = (image: string, patient: string, known: Partial<ImageRow> = {}): ImageRow => ({
  ...blank,
  ...more,
  image,
  patient,
  sha256: `hash of ${image}`,
  sex: '',
  ageYears: null,
  ...known,
});

const label = (image: string, value: CategoryValue | null, status: Label['status'] = 'final'): readonly [string, Label] => [
  image,
  { version: 1, image, reader: 'me', status, categories: value === null ? {} : { target: value }, marks: [] },
];

const protocol = {
  labels: [
    { name: 'target', title: 'T', kind: 'number', unit: 'months' },
    { name: 'finding', title: 'F', kind: 'category', values: ['no', 'yes'] },
    { name: 'place', title: 'P', kind: 'box' },
    { name: 'region', title: 'R', kind: 'outline' },
  ],
} as const;

const split = new Map<string, Part>([
  ['P1', 'train'],
  ['P2', 'tuning'],
  ['P3', 'test'],
]);

function dataset(images: readonly ImageRow[], labels: readonly (readonly [string, Label])[]): Dataset {
  return {
    images,
    split,
    labels: new Map(labels),
    files: new Map(images.filter(({ image }) => image !== 'lost').map(({ image }) => [image, `/f/${image}`])),
  };
}

describe('chooseImages', () => {
  const target = chooseTarget('target', protocol);

  it('takes train and tuning part, sorted, and never the test part', () => {
    const images = [row('c', 'P1'), row('a', 'P1', { sex: 'M' }), row('b', 'P2'), row('t', 'P3')];
    const chosen = chooseImages(
      dataset(
        images,
        images.map(({ image }, index) => label(image, index)),
      ),
      target,
      ['sex'],
    );
    assert.deepEqual(chosen.train, [
      { image: 'a', patient: 'P1', sha256: 'hash of a', file: '/f/a', target: 1, inputs: [1] },
      { image: 'c', patient: 'P1', sha256: 'hash of c', file: '/f/c', target: 0, inputs: [0.5] },
    ]);
    assert.deepEqual(
      chosen.tuning.map(({ image }) => image),
      ['b'],
    );
    assert.doesNotMatch(JSON.stringify(chosen), /"t"|P3/);
    assert.deepEqual(chosen.notes, []);
    assert.deepEqual(countImages(chosen.train), { images: 2, patients: 1 });
  });

  it('counts what it leaves out, by reason', () => {
    const images = [
      row('a', 'P1', { ageYears: 5 }),
      row('none', 'P1'),
      row('draft', 'P1'),
      row('empty', 'P1'),
      row('young', 'P1'),
      row('lost', 'P1', { ageYears: 5 }),
      row('b', 'P2', { ageYears: 10 }),
      row('x', 'P9'),
    ];
    const labels = [
      label('a', 1),
      label('draft', 1, 'draft'),
      label('empty', null),
      label('young', 1),
      label('lost', 1),
      label('b', 2),
      label('x', 1),
    ];
    const { train, tuning, notes } = chooseImages(dataset(images, labels), target, ['age_years']);
    assert.deepEqual([train.length, tuning[0]?.inputs], [1, [1]]);
    assert.deepEqual(notes, [
      '1 of 8 images were left out: their patients are not in 3-data/split.csv.',
      '2 of 6 images of the train part were left out: no final label.',
      '1 of 6 images of the train part were left out: no value of the target in the label.',
      '1 of 6 images of the train part were left out: no age, which the experiment takes as an input.',
      '1 of 6 images of the train part were left out: no file on this machine.',
    ]);
  });

  it('takes size and marks, none where a final label has none, and says where the size is not known', () => {
    const box = { id: 'a', kind: 'box', name: 'place', from: [0, 0], to: [1, 1] } as const;
    const size = { rows: 40, columns: 30 };
    const images = [row('a', 'P1', size), row('b', 'P2', size), row('c', 'P1', { rows: null }), row('d', 'P1', size)];
    const labels = images.map(({ image }) => {
      const [, made] = label(image, null, image === 'd' ? 'draft' : 'final');
      return [image, image === 'a' ? { ...made, marks: [box] } : made] as const;
    });
    const { train, tuning, notes } = chooseImages(dataset(images, labels), chooseTarget('place', protocol), []);
    assert.deepEqual(
      [...train, ...tuning].map((image) => [image.image, image.target, image.size, image.marks]),
      [
        ['a', 1, size, [box]],
        ['b', 0, size, []],
      ],
    );
    assert.deepEqual(notes, [
      '1 of 3 images of the train part were left out: no final label.',
      '1 of 3 images of the train part were left out: no size in 3-data/images.csv.',
    ]);
  });

  it('refuses an empty part with the reasons', () => {
    assert.throws(
      () => chooseImages(dataset([row('a', 'P1'), row('b', 'P2')], [label('a', 1)]), target, []),
      /tuning part\. 1 of 1 images.*no final label/,
    );
    assert.throws(() => chooseImages(dataset([row('a', 'P1')], [label('a', 1)]), target, []), /tuning part\. The split gives it none/);
    assert.throws(() => chooseImages(dataset([], []), target, []), /no images yet/);
  });
});

describe('chooseTarget', () => {
  const read = (name: string, value: CategoryValue) => {
    const made = label('a', null)[1];
    return chooseTarget(name, protocol).read({ ...made, categories: { [name]: value } });
  };

  it('reads numbers and classes, and null for anything else', () => {
    assert.deepEqual([read('target', 12.5), read('target', 0), read('target', '12'), read('target', Number.NaN)], [12.5, 0, null, null]);
    assert.deepEqual(
      [
        read('finding', 'no'),
        read('finding', 'yes'),
        read('finding', true),
        read('finding', false),
        read('finding', 'maybe'),
        read('finding', ['yes', 'no']),
      ],
      [0, 1, 1, 0, null, null],
    );
    const { task, classes, unit } = chooseTarget('finding', protocol);
    assert.deepEqual([task, classes, unit], ['classification', ['no', 'yes'], '']);
  });

  it('takes the marks of a box label, or of outlines and masks, that lie on the first frame', () => {
    const box = { id: 'a', kind: 'box', name: 'place', from: [0, 0], to: [1, 1] } as const;
    const mask = { id: 'b', kind: 'mask', name: 'region', runs: '0:0+1' } as const;
    const outline = {
      id: 'c',
      kind: 'outline',
      name: 'region',
      points: [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
    } as const;
    const others = [
      { ...box, name: 'other' },
      { ...box, frame: 1 },
      { ...box, name: 'region' },
      { ...mask, name: 'place' },
    ] as const;
    const marked: Label = { ...label('a', null)[1], marks: [box, mask, outline, ...others] };
    const [place, region] = [chooseTarget('place', protocol), chooseTarget('region', protocol)];
    assert.deepEqual([place.task, place.marks?.(marked), place.read(marked)], ['detection', [box], 1]);
    assert.deepEqual([region.task, region.marks?.(marked), region.read(marked)], ['segmentation', [mask, outline], 2]);
    assert.equal(chooseTarget('finding', protocol).marks, null);
  });

  it('says what the protocol defines instead', () => {
    assert.throws(() => chooseTarget('age', protocol), /"age".*it defines target, finding, place, region\./);
    assert.throws(() => chooseTarget('x', { labels: [{ name: 'x', title: 'X', kind: 'category', values: ['one'] }] }), /fewer than two/);
    assert.throws(
      () => chooseTarget('x', { labels: [{ name: 'x', title: 'X', kind: 'note' }] }),
      /"x", which is of kind note: a network learns/,
    );
    assert.deepEqual(chooseTarget('x', { labels: [{ name: 'x', title: 'X', kind: 'ordinal', values: ['0', '1', '2'] }] }).classes, [
      '0',
      '1',
      '2',
    ]);
  });
});

describe('scaleInputs', () => {
  it('keeps the order and knows what it does not know', () => {
    assert.deepEqual(scaleInputs(['age_years', 'sex'], { sex: 'F', ageYears: 15 }), [1.5, 0]);
    assert.deepEqual(scaleInputs(['sex'], { sex: 'O', ageYears: null }), [0.5]);
    assert.equal(scaleInputs(['age_years'], { sex: 'M', ageYears: null }), null);
    assert.deepEqual(scaleInputs(['age_years'], { sex: 'M', ageYears: 0 }), [0]);
  });
});
