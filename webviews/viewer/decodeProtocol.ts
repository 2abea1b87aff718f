import type { CodecName } from '../../src/core/image/codecs';
import type { Frame } from '../../src/core/image/frame';
import type { FrameMeaning } from '../../src/core/image/frameMeaning';
import type { FrameFacts } from '../../src/core/viewer/frameFacts';
import type { ViewerSession } from '../../src/protocol/viewer';

/** A decoded frame with all that showing it needs. */
export type Picture = {
  readonly frame: Frame;
  readonly meaning: FrameMeaning;
  readonly facts: FrameFacts;
  /** What is said of it in place, such as that it is shown with fewer bits than it has; '' for nothing. */
  readonly note: string;
};

/** Which frame of which file; `bytes` come along unless the worker said that it keeps the file. */
export type DecodeRequest = {
  readonly kind: ViewerSession['kind'];
  readonly uri: string;
  readonly frame: number;
  readonly bytes: ArrayBuffer | null;
};

/** `kept`: the worker holds the file's bytes, so that its next frame needs none. */
export type DecodeReply = { readonly kept: boolean } & (
  | { readonly picture: Picture }
  /** Why there is no picture, and what could be read all the same. */
  | { readonly picture: null; readonly failure: string; readonly facts: FrameFacts | null }
);

export type ToWorker =
  | { readonly id: number; readonly name: 'decode'; readonly value: DecodeRequest }
  | { readonly name: 'codec'; readonly codec: CodecName; readonly bytes: ArrayBuffer | null; readonly failure: string };

/** A `value` of null to `decode`: the file isn't kept any more, and its bytes are needed again. */
export type FromWorker =
  | { readonly id: number; readonly value: DecodeReply | null }
  | { readonly id: number; readonly failure: string }
  | { readonly codec: CodecName };
