import { type Contract, connect, type Host } from '../../src/protocol/channel';

type Api = { postMessage(message: unknown): void; getState(): unknown; setState(state: unknown): void };

declare function acquireVsCodeApi(): Api;

/** The page's way to its extension, and the state that survives hiding and reloading. */
export type PageHost<C extends Contract> = {
  readonly host: Host<C>;
  readonly getState: () => unknown;
  readonly setState: (state: unknown) => void;
};

/** Connects the page; to be called once. */
export function connectPage<C extends Contract>(): PageHost<C> {
  const api = acquireVsCodeApi();
  const host = connect<C>({
    post: (message) => api.postMessage(message),
    listen: (listener) => {
      const heard = ({ data }: MessageEvent) => listener(data);
      window.addEventListener('message', heard);
      return () => window.removeEventListener('message', heard);
    },
  });
  return { host, getState: () => api.getState(), setState: (state) => api.setState(state) };
}

/** Rejects with a sentence when the answer takes longer than `seconds`. */
export function inTime<T>(answer: Promise<T>, seconds: number): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`The extension has not answered for ${seconds} seconds.`)), seconds * 1000);
  });
  return Promise.race([answer, late]);
}
