/** One reader's label of an image as its details show it. */
export type LabelDetail = {
  readonly reader: string;
  readonly status: string;
  /** Who signed it off and when, in words; '' where nobody did. */
  readonly signedOff: string;
  readonly categories: readonly (readonly [name: string, value: string])[];
  readonly marks: number;
};

/** All that is known of one image: every column of `images.csv` that is filled, its part, and every label. */
export type ImageDetails = {
  readonly image: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** What somebody must decide in its labels, in words. */
  readonly open: readonly string[];
  readonly labels: readonly LabelDetail[];
};

/** A thumbnail: its file in the folder of thumbnails, or why there is none, as a sentence that names no file. */
export type Thumbnail = { readonly image: string } & ({ readonly file: string } | { readonly reason: string });

/** What the gallery's processes say, one JSON object a line. */
export type GalleryEvent =
  | { readonly event: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly event: 'refusal'; readonly id: number; readonly message: string }
  | ({ readonly event: 'thumbnail' } & Thumbnail);

/** What `radsteps gallery` is asked, one JSON object a line; `table` is answered with null where it would say the same as the last time. */
export type GalleryQuestion = { readonly id: number } & (
  | { readonly ask: 'table'; readonly anew: boolean }
  | { readonly ask: 'details'; readonly image: string }
);

/** What `radsteps thumbnails` is told, one JSON object a line; a new wish replaces the old one. */
export type ThumbnailWish =
  | { readonly want: readonly string[] }
  /** The thumbnail could not be shown: its file is made anew. */
  | { readonly remake: string }
  /** The files of the project have changed. */
  | { readonly reread: true }
  /** Absolute paths of films outside the project, by the names that they go by from now on. */
  | { readonly also: Readonly<Record<string, string>> };
