import sharp from 'sharp';
import { cardDraft } from '../../../src/core/experiment/cardDraft';
import type { CardEstimate, ResultCard } from '../../../src/core/experiment/resultCard';
import type { CardChoice, CardPage } from '../../../src/protocol/card';
import { type OpenedPage, openPage } from './openPage';
import type { Theme } from './themeVariables';

const subject = { project: '/projects/hands', image: 'img-0a1b2c3d4e', run: '' } as const;
const best = '20260301-101500-good-4f2a';
const other = '20260228-091500-quick-11aa';
const thumbnails = 'http://radsteps.test/thumbnails/';

const girl: CardEstimate = {
  ...{ sex: 'F', value: 136.2, interval: [122.4, 150.1] },
  calibrated: { images: 412, patients: 388, from: 120, to: 180 },
};
const boy: CardEstimate = { ...girl, sex: 'M', value: 149.6, interval: [135.8, 163.5] };

/** What a run says of the image, whose sex the index knows or not. */
export function cardOf(choice: CardChoice, change: Partial<ResultCard> = {}): ResultCard {
  const facts: Omit<ResultCard, 'notes' | 'draft'> = {
    ...{ run: choice.run === '' ? best : choice.run, image: subject.image, title: 'Bone age', unit: 'months', level: 0.95 },
    ...{ estimates: [choice.sex === 'M' ? boy : girl], age: { months: 118, from: 'index' }, part: 'tuning', warnings: [] },
    sex: choice.sex === null ? { value: 'F', from: 'index' } : { value: choice.sex, from: 'given' },
    weights: 'd78de0a58b438ebb137fbb180de423eb6b46766e13c029e229fbf36c9d050742',
    ...change,
  };
  return {
    ...facts,
    notes: ['Calibrated on 412 images of 388 patients with predictions from 120 to under 180 months.'],
    draft: cardDraft(facts),
  };
}

/** The same where the index knows neither sex nor age. */
export const unknownCard = (choice: CardChoice): ResultCard =>
  choice.sex !== null
    ? cardOf(choice, { age: null })
    : cardOf(choice, {
        ...{ sex: null, age: null, estimates: [girl, boy] },
        warnings: [
          'The sex is not known, and the same image is another value in girls than in boys.',
          'The chronological age is not known, so there is nothing to compare the estimate with.',
        ],
      });

/** The page with what it has asked for so far; `answer` ends an estimate that waits. */
export type OpenedCard = OpenedPage<CardPage> & {
  readonly asked: readonly string[];
  readonly choices: readonly CardChoice[];
  readonly answer: (outcome: ResultCard | Error) => void;
};

type Options = {
  readonly theme?: Theme;
  readonly state?: unknown;
  readonly waits?: boolean;
  readonly width?: number;
  readonly card?: (choice: CardChoice) => ResultCard;
};

/** Opens the page; an estimate waits until it is answered or cancelled where `waits`. */
export async function openCard(options: Options = {}): Promise<OpenedCard> {
  const asked: string[] = [];
  const choices: CardChoice[] = [];
  let settle: (found: ResultCard | Error) => void = () => {};
  const note = (words: string) => void asked.push(words);
  const runs = [
    { run: best, words: 'MAE 5.9 months' },
    { run: other, words: 'MAE 7.2 months' },
  ];
  const opened: OpenedPage<CardPage> = await openPage<CardPage>(
    'card',
    {
      open: async (choice) => {
        choices.push(choice);
        const card =
          options.waits === true
            ? await new Promise<ResultCard | Error>((resolve) => {
                settle = resolve;
              })
            : (options.card ?? cardOf)(choice);
        if (card instanceof Error) throw card;
        return { project: subject.project, image: subject.image, runs, card };
      },
      cancel: () => settle(new Error('Cancelled.')),
      copy: (text) => note(`copy ${text}`),
      openImage: () => note('image'),
      openRun: (run) => note(`run ${run}`),
      wantThumbnails: (images) =>
        opened.announce(
          'thumbnails',
          images.map((image) => ({ image, uri: `${thumbnails}${image}.webp`, reason: '' })),
        ),
      remakeThumbnail: (image) => note(`remake ${image}`),
    },
    {
      theme: options.theme ?? 'dark',
      state: options.state,
      viewport: { width: options.width ?? 1000, height: 900 },
      extras: { values: { card: subject } },
    },
  );
  await opened.page.route(`${thumbnails}**`, async (route) => {
    const body = await sharp({ create: { width: 180, height: 240, channels: 3, background: { r: 90, g: 90, b: 90 } } })
      .webp()
      .toBuffer();
    await route.fulfill({ contentType: 'image/webp', body });
  });
  await opened.page.waitForSelector('h1');
  return { ...opened, asked, choices, answer: (found) => settle(found) };
}
