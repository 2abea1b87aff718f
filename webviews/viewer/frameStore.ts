import type { StackFrame, ViewerFile, ViewerSession } from '../../src/protocol/viewer';
import type { DecodeClient } from './decodeClient';
import type { DecodeReply, Picture } from './decodeProtocol';

/** Decoded frames, the most recently used of them within a limit of bytes. */
export class FrameStore {
  readonly #client: DecodeClient;
  readonly #limit: number;
  readonly #replies = new Map<string, DecodeReply>();
  readonly #loading = new Map<string, Promise<DecodeReply>>();
  #bytes = 0;

  constructor(client: DecodeClient, limit: number) {
    this.#client = client;
    this.#limit = limit;
  }

  /** What is at hand of a frame; it then counts as used. */
  get(session: ViewerSession, place: StackFrame): DecodeReply | undefined {
    const key = keyOf(session, place);
    const reply = this.#replies.get(key);
    if (reply === undefined) return undefined;
    this.#replies.delete(key);
    this.#replies.set(key, reply);
    return reply;
  }

  /** As `get`, without counting as use. */
  peek(session: ViewerSession, place: StackFrame): DecodeReply | undefined {
    return this.#replies.get(keyOf(session, place));
  }

  /** True where a frame is at hand or on its way. */
  has(session: ViewerSession, place: StackFrame): boolean {
    const key = keyOf(session, place);
    return this.#replies.has(key) || this.#loading.has(key);
  }

  /** Lets go of a frame, so that it is read anew. */
  forget(session: ViewerSession, place: StackFrame): void {
    const key = keyOf(session, place);
    this.#bytes -= sizeOf(this.#replies.get(key)?.picture ?? null);
    this.#replies.delete(key);
  }

  /** How many frames like this one there is room for, with some to spare for others. */
  roomFor(picture: Picture): number {
    return Math.floor((0.9 * this.#limit) / sizeOf(picture));
  }

  /** Decodes a frame unless it is at hand; failures are replies, too. */
  load(session: ViewerSession, place: StackFrame, lane: 0 | 1 = 0): Promise<DecodeReply> {
    const here = this.get(session, place);
    if (here !== undefined) return Promise.resolve(here);
    const key = keyOf(session, place);
    const loading = this.#loading.get(key) ?? this.#decode(session, place, lane, key);
    this.#loading.set(key, loading);
    return loading;
  }

  async #decode(session: ViewerSession, place: StackFrame, lane: 0 | 1, key: string): Promise<DecodeReply> {
    const reply = await this.#client
      .decode(session.kind, fileOf(session, place), place.frame, lane)
      .catch((error: Error): DecodeReply => ({ kept: false, picture: null, failure: error.message, facts: null }));
    this.#loading.delete(key);
    this.#put(key, reply);
    return reply;
  }

  #put(key: string, reply: DecodeReply): void {
    this.#replies.set(key, reply);
    this.#bytes += sizeOf(reply.picture);
    for (const [oldest, { picture }] of this.#replies) {
      if (this.#bytes <= this.#limit || oldest === key) break;
      this.#replies.delete(oldest);
      this.#bytes -= sizeOf(picture);
    }
  }
}

/** The file of a frame. */
export function fileOf(session: ViewerSession, { file }: StackFrame): ViewerFile {
  const found = session.files[file];
  if (found === undefined) throw new Error('The series names a file that is not there.');
  return found;
}

const keyOf = (session: ViewerSession, place: StackFrame): string => `${place.frame} ${session.files[place.file]?.uri ?? ''}`;

function sizeOf(picture: Picture | null): number {
  if (picture === null) return 0;
  return picture.meaning.overlays.reduce((sum, { bits }) => sum + bits.byteLength, picture.frame.values.byteLength);
}
