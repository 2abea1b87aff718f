/** A training image that a run's network sees like another image. */
export type SimilarImage = {
  readonly image: string;
  readonly patient: string;
  /** The cosine of the angle between both images' features, -1 to 1. */
  readonly similarity: number;
  /** What the network learnt of it, in words ("109 months", "yes"). */
  readonly label: string;
  readonly isSamePatient: boolean;
};

/** The training images of a run that its network sees most like one image, most similar first. */
export type SimilarImages = {
  readonly run: string;
  /** The image's name in the project; its file's name where it is none of the project's. */
  readonly image: string;
  /** '' where it is not known. */
  readonly patient: string;
  /** What a reader says of the image itself; '' where nobody has. */
  readonly label: string;
  /** The label that the run learnt. */
  readonly target: string;
  /** The layer whose features are compared. */
  readonly layer: string;
  /** Training images that were compared, without the image itself. */
  readonly compared: number;
  readonly images: readonly SimilarImage[];
  /** What must be known to read the list, in sentences. */
  readonly notes: readonly string[];
};
