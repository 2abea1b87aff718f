/** What can cross between the extension and a page: JSON values and bytes. */
export type Wire =
  | null
  | boolean
  | number
  | string
  | ArrayBuffer
  | Uint8Array
  | Float32Array
  | readonly Wire[]
  | { readonly [key: string]: Wire };

// A method, because only methods compare their arguments both ways: an argument narrower than Wire passes, a Map or Date does not.
// biome-ignore lint/suspicious/noConfusingVoidType: a request may answer nothing.
type WireRequest = { method(argument: Wire): Wire | void }['method'];

/** One page's contract: what it may ask, and what the extension may announce to it. Use `type`, not `interface`, in its values. */
export type Contract = {
  readonly requests: { readonly [name: string]: WireRequest };
  readonly events: { readonly [name: string]: Wire };
};

/** One end of a message pipe; `listen` returns the function that ends the listening. */
export type Port = {
  readonly post: (message: unknown) => void;
  readonly listen: (listener: (message: unknown) => void) => () => void;
};

type Argument<C extends Contract, K extends keyof C['requests']> = Parameters<C['requests'][K]>;
type Answer<C extends Contract, K extends keyof C['requests']> = ReturnType<C['requests'][K]>;

/** The extension's side of a contract: a handler for every request. */
export type Handlers<C extends Contract> = {
  readonly [K in keyof C['requests']]: (...argument: Argument<C, K>) => Answer<C, K> | Promise<Answer<C, K>>;
};

/** The page's side of a contract. */
export type Host<C extends Contract> = {
  readonly call: <K extends keyof C['requests'] & string>(name: K, ...argument: Argument<C, K>) => Promise<Answer<C, K>>;
  readonly on: <K extends keyof C['events'] & string>(name: K, listener: (value: C['events'][K]) => void) => () => void;
};

type Message = {
  readonly kind: 'request' | 'answer' | 'failure' | 'event';
  readonly id: number;
  readonly name: string;
  readonly value: unknown;
};

const isMessage = (value: unknown): value is Message => typeof value === 'object' && value !== null && 'kind' in value && 'name' in value;

/** Answers a page's requests until disposed; a handler's error crosses as the text that `describe` gives it. */
export function serve<C extends Contract>(port: Port, handlers: Handlers<C>, describe: (error: unknown) => string) {
  const answer = async ({ id, name, value }: Message): Promise<void> => {
    try {
      // Inherited names such as "constructor" are no requests.
      if (!Object.hasOwn(handlers, name)) throw new Error(`The page asked for ${name}, which is not in its contract.`);
      const handler = handlers[name] as (argument: unknown) => unknown;
      port.post({ kind: 'answer', id, name, value: (await handler(value)) ?? null });
    } catch (error) {
      port.post({ kind: 'failure', id, name, value: describe(error) });
    }
  };
  const dispose = port.listen((message) => {
    if (isMessage(message) && message.kind === 'request') void answer(message);
  });
  const announce = <K extends keyof C['events'] & string>(name: K, value: C['events'][K]): void =>
    port.post({ kind: 'event', id: 0, name, value });
  return { announce, dispose };
}

/** Connects a page to its extension: `call` rejects with the extension's sentence when a request fails. */
export function connect<C extends Contract>(port: Port): Host<C> {
  const waiting = new Map<number, { readonly resolve: (value: never) => void; readonly reject: (error: Error) => void }>();
  const listeners = new Map<string, Set<(value: never) => void>>();
  let last = 0;
  port.listen((message) => {
    if (!isMessage(message)) return;
    if (message.kind === 'event') for (const listener of listeners.get(message.name) ?? []) listener(message.value as never);
    const caller = waiting.get(message.id);
    if (caller === undefined || message.kind === 'request' || message.kind === 'event') return;
    waiting.delete(message.id);
    if (message.kind === 'answer') caller.resolve(message.value as never);
    else caller.reject(new Error(String(message.value)));
  });
  return {
    call: (name, ...[value]) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        port.post({ kind: 'request', id: last, name, value: value ?? null });
      }),
    on: (name, listener) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
  };
}
