import type { FrameGeometry } from '../volume/frameGeometry';
import type { PictureDirections } from './edgeLetters';

/** Row and column spacing and where it is from; `none` has only the shape of a pixel. */
export type PictureSpacing = {
  readonly from: 'patient' | 'detector' | 'none';
  /** From row to row and from column to column: millimetres, or with `none` their proportion. */
  readonly rows: number;
  readonly columns: number;
};

/** What a viewer says of a frame besides its pixels. */
export type FrameFacts = {
  readonly modality: string;
  readonly laterality: '' | 'L' | 'R' | 'B';
  readonly spacing: PictureSpacing;
  readonly geometry: FrameGeometry | null;
  readonly frameOfReference: string;
  /** Null where nothing tells how the picture lies. */
  readonly directions: PictureDirections | null;
  /** Frames a second that the file asks for. */
  readonly frameRate: number | null;
  /** Lines about the picture that name nobody. */
  readonly technical: readonly string[];
  /** Lines that may name the patient: shown only on request. */
  readonly identity: readonly string[];
};

/** The facts of a picture of which only the pixels are known. */
export const plainFacts: FrameFacts = {
  modality: '',
  laterality: '',
  spacing: { from: 'none', rows: 1, columns: 1 },
  geometry: null,
  frameOfReference: '',
  directions: null,
  frameRate: null,
  technical: [],
  identity: [],
};
