import sharp from 'sharp';
import { makeTriageList, type TriageAbout, type TriageFilm, type TriageMark } from '../../../src/core/experiment/triageList';
import { type TriageStates, withState } from '../../../src/core/experiment/triageStates';
import type { GalleryThumbnail } from '../../../src/protocol/gallery';
import type { TriageLack, TriagePage, TriagePart, TriageSession } from '../../../src/protocol/triage';
import { type OpenedPage, openPage } from './openPage';
import type { Theme } from './themeVariables';

export const subject = { project: '/projects/ankles', run: '20260301-101500-quick-4f2a', outside: '' } as const;
const thumbnails = 'http://radsteps.test/thumbnails/';

const estimate = (value: number, low: number, high: number, n: number) => ({
  ...{ value, interval: [low, high] as const, method: 'Wilson', n, patients: n, unit: '' },
});

export const about: TriageAbout = {
  ...{ run: subject.run, experiment: 'quick', target: 'fracture', positive: 'yes', weights: 'ab12'.repeat(16) },
  threshold: { threshold: 0.5, rule: 'highest sum of sensitivity and specificity', n: 120, part: 'tuning' },
  sensitivity: estimate(0.82, 0.7, 0.9, 60),
  specificity: estimate(0.75, 0.62, 0.84, 60),
  like: [{ from: 0.6, to: 0.8, observed: estimate(17 / 23, 0.53, 0.87, 23) }],
  marking: {
    run: '20260301-120000-boxes-11aa',
    weights: 'cd34'.repeat(16),
    target: 'fracture_box',
    chosen: 'the only finished run for fracture box',
  },
  source: "45 films of this project's tuning part",
  made: '2026-03-02T08:15:00.000Z',
  notes: ['The threshold was chosen on the tuning part, so that on its own films the alert looks better than on new ones.'],
};

const regions = ['LEG', 'HAND', 'HIP', 'HAND+SHOULDER'] as const;
const box: TriageMark = { kind: 'box', x: 120, y: 180, width: 90, height: 110, score: 0.71 };
const looked: TriageMark = { kind: 'attention', x: 60, y: 90, width: 130, height: 120 };

function filmOf(study: number, view: number, score: number): TriageFilm {
  const marks = score < 0.5 ? [] : study % 3 === 0 ? [looked] : [box];
  return {
    ...{
      image: `img-${(0x1f3a5b7c9d + 7919 * study + view).toString(16)}`,
      patient: `P-${(0xabcdef + study * 99991).toString(36).toUpperCase()}`,
    },
    ...{
      study: `study-${study.toString(16).padStart(16, '0')}`,
      score,
      bodyPart: regions[study % 4] ?? '',
      view: view === 0 ? 'FRONTAL' : 'LATERAL',
    },
    ...{
      laterality: study % 2 === 0 ? 'L' : '',
      sex: study % 3 === 0 ? 'F' : 'M',
      ageYears: 20 + (study % 60),
      rows: 454,
      columns: 373,
      marks,
    },
  };
}

/** A list of so many studies, of which every fifth has three films, with two films that could not be read. */
export function triageSession(studies: number, unread = 2): TriageSession {
  const films = Array.from({ length: studies }, (_, study) => {
    const score = 0.97 - (0.94 * study) / Math.max(1, studies - 1);
    return study % 5 === 1
      ? [filmOf(study, 0, score), filmOf(study, 1, score / 2), filmOf(study, 2, score / 3)]
      : [filmOf(study, 0, score)];
  }).flat();
  const lost = Array.from({ length: unread }, (_, index) => ({
    ...{ image: `img-dead00000${index}`, patient: 'P-LOST', study: index === 0 ? (films[1]?.study ?? '') : '' },
    reason: index === 0 ? 'The picture is damaged or cut off.' : 'Its file is not on this machine: import the folder that holds it.',
  }));
  return { list: makeTriageList(about, films, lost), states: {}, notes: [] };
}

/** The page with what it has asked for so far; `answer` ends the sorting that is under way. */
export type OpenedTriage = OpenedPage<TriagePage> & {
  readonly asked: readonly string[];
  readonly states: () => TriageStates;
  readonly wanted: () => readonly string[];
  readonly answer: (outcome: TriageSession | TriageLack | Error) => void;
};

type Options = {
  readonly theme?: Theme;
  readonly state?: unknown;
  readonly session?: TriageSession | TriageLack;
  /** The sorting waits until it is answered. */
  readonly waits?: boolean;
  readonly width?: number;
  readonly outside?: string;
};

export async function openTriage(options: Options = {}): Promise<OpenedTriage> {
  const asked: string[] = [];
  let states: TriageStates = {};
  let wanted: readonly string[] = [];
  let settle: (found: TriageSession | TriageLack | Error) => void = () => {};
  const note = (words: string) => void asked.push(words);
  const picture = (image: string): GalleryThumbnail =>
    image.endsWith('7')
      ? { image, uri: '', reason: 'Its file is not on this machine any more: import the folder that holds it.' }
      : { image, uri: `${thumbnails}${image}.webp`, reason: '' };
  const opened: OpenedPage<TriagePage> = await openPage<TriagePage>(
    'triage',
    {
      open: async (part: TriagePart) => {
        note(`sort ${part}`);
        if (options.waits !== true) return options.session ?? triageSession(45);
        const found = await new Promise<TriageSession | TriageLack | Error>((resolve) => {
          settle = resolve;
        });
        if (found instanceof Error) throw found;
        return found;
      },
      cancel: () => settle(new Error('Cancelled.')),
      setState: ({ study, state }) => {
        states = withState(states, study, state, '2026-03-02T08:20:00.000Z');
        return states;
      },
      openFilm: ({ image, images }) => note(`open ${image} of ${images.length}`),
      openRun: () => note('run'),
      saveList: (part) => note(`save ${part}`),
      chooseFolder: () => note('folder'),
      train: () => note('train'),
      importImages: () => note('import'),
      split: () => note('split'),
      reproduce: () => note('reproduce'),
      wantThumbnails: (images) => {
        wanted = images;
        opened.announce('thumbnails', images.map(picture));
      },
      remakeThumbnail: (image) => note(`remake ${image}`),
    },
    {
      theme: options.theme ?? 'dark',
      state: options.state,
      viewport: { width: options.width ?? 1100, height: 860 },
      extras: { values: { triage: { ...subject, outside: options.outside ?? '' } } },
    },
  );
  await opened.page.route(`${thumbnails}**`, async (route) => {
    const grey =
      60 +
      (route
        .request()
        .url()
        .charCodeAt(thumbnails.length + 12) %
        8) *
        18;
    const body = await sharp({ create: { width: 210, height: 256, channels: 3, background: { r: grey, g: grey, b: grey } } })
      .webp()
      .toBuffer();
    await route.fulfill({ contentType: 'image/webp', body });
  });
  await opened.page.waitForSelector('h1');
  return { ...opened, asked, states: () => states, wanted: () => wanted, answer: (found) => settle(found) };
}
