import type { ImageDetails } from '../core/dataset/galleryEvent';
import type { GalleryTable } from '../core/dataset/galleryTable';

/** What a gallery shows. */
export type GallerySession = {
  /** The project's folder, by which the gallery is found again after a reload of the window. */
  readonly project: string;
  /** The project's name. */
  readonly title: string;
  readonly table: GalleryTable;
};

/** A thumbnail: where the page finds it, or why there is none, as a sentence. */
export type GalleryThumbnail = { readonly image: string; readonly uri: string; readonly reason: string };

/** The contract of the gallery's page. Thumbnails never cross as messages: the page loads them from `uri`. */
export type GalleryPage = {
  readonly requests: {
    /** All images of the project. */
    readonly open: () => GallerySession;
    /** The images whose thumbnails are to be made next, in order; replaces the wish before. */
    readonly wantThumbnails: (images: readonly string[]) => void;
    /** A thumbnail that can't be shown: it is made anew. */
    readonly remakeThumbnail: (image: string) => void;
    readonly details: (image: string) => ImageDetails;
    /** Opens one image, or several side by side. */
    readonly openImages: (images: readonly string[]) => void;
    /** Opens the label of an image. */
    readonly labelImage: (image: string) => void;
    readonly importImages: () => void;
    readonly split: () => void;
    /** Opens `images.csv`. */
    readonly openTable: () => void;
  };
  readonly events: {
    readonly changed: GallerySession;
    readonly thumbnails: readonly GalleryThumbnail[];
    /** Why the images could not be read again, as a sentence. */
    readonly failed: string;
  };
};
