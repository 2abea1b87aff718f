import sharp from 'sharp';
import type { SimilarImage, SimilarImages } from '../../../src/core/experiment/similarImages';
import type { GalleryThumbnail } from '../../../src/protocol/gallery';
import type { SimilarChoice, SimilarPage } from '../../../src/protocol/similar';
import { type OpenedPage, openPage } from './openPage';
import type { Theme } from './themeVariables';

const subject = { project: '/projects/hands', run: '20260301-101500-quick-4f2a', image: 'img-0a1b2c3d4e' } as const;
const thumbnails = 'http://radsteps.test/thumbnails/';

const imageAt = (index: number): SimilarImage => ({
  image: `img-${(0x1f3a5b7c9d + 7919 * index).toString(16)}`,
  patient: index === 1 ? 'P-7K2M9QXA' : `P-${(0xabcdef + index * 99991).toString(36).toUpperCase()}`,
  similarity: 0.991 - 0.006 * index,
  label: `${126 - 3 * index} months`,
  isSamePatient: index === 1,
});

/** What is found among 340 training images, of which the second is of the same patient. */
export const foundImages = ({ count, otherPatients }: SimilarChoice): SimilarImages => ({
  ...{ run: subject.run, image: subject.image, patient: 'P-7K2M9QXA', label: '124 months', target: 'bone_age', layer: 'relu4' },
  compared: otherPatients ? 339 : 340,
  images: Array.from({ length: count + 1 }, (_, index) => imageAt(index))
    .filter(({ isSamePatient }) => !(otherPatients && isSamePatient))
    .slice(0, count),
  notes: [
    "The split has changed since run 20260301-101500-quick-4f2a: these are images of today's training part, and the run may not have seen all of them.",
  ],
});

/** The page with what it has asked for so far; `answer` ends the search that is under way. */
export type OpenedSimilar = OpenedPage<SimilarPage> & {
  readonly asked: readonly string[];
  readonly choices: readonly SimilarChoice[];
  readonly answer: (outcome: SimilarImages | Error) => void;
};

/** Opens the page; a search waits until it is answered or cancelled, unless it is `found` at once. */
export async function openSimilar(
  options: { readonly theme?: Theme; readonly state?: unknown; readonly waits?: boolean; readonly width?: number } = {},
): Promise<OpenedSimilar> {
  const asked: string[] = [];
  const choices: SimilarChoice[] = [];
  let settle: (found: SimilarImages | Error) => void = () => {};
  const note = (words: string) => void asked.push(words);
  const picture = (image: string): GalleryThumbnail =>
    image.endsWith('7')
      ? { image, uri: '', reason: 'Its file is not on this machine any more: import the folder that holds it.' }
      : { image, uri: `${thumbnails}${image}.webp`, reason: '' };
  const opened: OpenedPage<SimilarPage> = await openPage<SimilarPage>(
    'similar',
    {
      open: async (choice) => {
        choices.push(choice);
        if (options.waits !== true) return { ...subject, found: foundImages(choice) };
        const found = await new Promise<SimilarImages | Error>((resolve) => {
          settle = resolve;
        });
        if (found instanceof Error) throw found;
        return { ...subject, found };
      },
      cancel: () => settle(new Error('Cancelled.')),
      openImage: (image) => note(`open ${image}`),
      openRun: () => note('run'),
      reproduce: () => note('reproduce'),
      wantThumbnails: (images) => opened.announce('thumbnails', images.map(picture)),
      remakeThumbnail: (image) => note(`remake ${image}`),
    },
    {
      theme: options.theme ?? 'dark',
      state: options.state,
      viewport: { width: options.width ?? 1000, height: 860 },
      extras: { values: { similar: subject } },
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
    const body = await sharp({ create: { width: 180, height: 240, channels: 3, background: { r: grey, g: grey, b: grey } } })
      .webp()
      .toBuffer();
    await route.fulfill({ contentType: 'image/webp', body });
  });
  await opened.page.waitForSelector('h1');
  return { ...opened, asked, choices, answer: (found) => settle(found) };
}
