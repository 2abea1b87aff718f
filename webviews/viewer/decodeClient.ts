import { type CodecName, codecFiles } from '../../src/core/image/codecs';
import type { ViewerFile, ViewerSession } from '../../src/protocol/viewer';
import type { DecodeReply, DecodeRequest, FromWorker, ToWorker } from './decodeProtocol';
import { fetchBytes } from './fetchBytes';

/** Where the page finds its worker's script and the codecs. */
export type WorkerPlaces = { readonly worker: string; readonly codecs: string };

type Waiting = { readonly resolve: (value: DecodeReply | null) => void; readonly reject: (error: Error) => void };

/** Decodes in workers of its own: files of one frame in turn in any of them, all frames of a larger file in one that keeps it. */
export class DecodeClient {
  readonly #places: WorkerPlaces;
  readonly #script: Promise<string>;
  readonly #workers: Promise<Worker>[] = [];
  readonly #waiting = new Map<number, Waiting>();
  /** The file that a worker keeps, by its address. */
  readonly #kept = new Map<string, number>();
  /** The fetch of the opened file, which was begun before anything else. */
  readonly #begun = new Map<string, Promise<ArrayBuffer>>();
  #last = 0;

  constructor(places: WorkerPlaces) {
    this.#places = places;
    this.#script = fetchBytes(places.worker).then((bytes) => URL.createObjectURL(new Blob([bytes], { type: 'text/javascript' })));
    this.#script.catch(() => undefined);
    this.#worker(0).catch(() => undefined);
  }

  /** Starts to fetch a file that will be decoded soon. */
  begin(file: ViewerFile): void {
    const bytes = fetchBytes(file.uri);
    bytes.catch(() => undefined);
    this.#begun.set(file.uri, bytes);
  }

  /** Decodes a frame (from 0) of a file; `lane` 0 is the worker that starts with the page, 1 the second one. */
  async decode(kind: ViewerSession['kind'], file: ViewerFile, frame: number, lane: 0 | 1): Promise<DecodeReply> {
    const keeper = this.#kept.get(file.uri);
    const at = keeper ?? lane;
    const bytes = keeper === undefined ? await this.#bytesOf(file) : null;
    const value = { kind, uri: file.uri, frame, bytes };
    const reply = await this.#ask(at, value);
    if (reply === null) {
      // The worker gave the file up for another one meanwhile.
      this.#kept.delete(file.uri);
      return this.decode(kind, file, frame, lane);
    }
    if (reply.kept) this.#keep(file.uri, at);
    return reply;
  }

  /** A worker keeps one file at a time. */
  #keep(uri: string, at: number): void {
    for (const [other, place] of this.#kept) if (place === at) this.#kept.delete(other);
    this.#kept.set(uri, at);
  }

  #bytesOf(file: ViewerFile): Promise<ArrayBuffer> {
    const begun = this.#begun.get(file.uri);
    this.#begun.delete(file.uri);
    return begun ?? fetchBytes(file.uri);
  }

  async #ask(at: number, value: DecodeRequest): Promise<DecodeReply | null> {
    const worker = await this.#worker(at);
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, name: 'decode', value } satisfies ToWorker, value.bytes === null ? [] : [value.bytes]);
    });
  }

  #worker(at: number): Promise<Worker> {
    const started = this.#workers[at] ?? this.#script.then((script) => this.#start(script));
    this.#workers[at] = started;
    return started;
  }

  #start(script: string): Worker {
    const worker = new Worker(script);
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#hear(worker, data);
    worker.onerror = (event) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`The decoder stopped: ${event.message}`));
      this.#waiting.clear();
    };
    return worker;
  }

  #hear(worker: Worker, message: FromWorker): void {
    if ('codec' in message) {
      void this.#sendCodec(worker, message.codec);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ('failure' in message) waiting?.reject(new Error(message.failure));
    else waiting?.resolve(message.value);
  }

  /** A worker can't fetch the extension's files itself. */
  async #sendCodec(worker: Worker, codec: CodecName): Promise<void> {
    const answer = await fetchBytes(`${this.#places.codecs}/${codecFiles[codec]}`).then(
      (bytes) => ({ bytes, failure: '' }),
      (error: Error) => ({ bytes: null, failure: error.message }),
    );
    worker.postMessage({ name: 'codec', codec, ...answer } satisfies ToWorker);
  }
}
