import type { Disposable } from 'vscode';

/** A list of things to dispose together, last first; what is added after disposal is disposed at once. */
export class Disposables implements Disposable {
  readonly #items: { dispose(): unknown }[] = [];
  #disposed = false;

  get disposed(): boolean {
    return this.#disposed;
  }

  add<T extends { dispose(): unknown }>(item: T): T {
    if (this.#disposed) item.dispose();
    else this.#items.push(item);
    return item;
  }

  dispose(): void {
    this.#disposed = true;
    for (const item of this.#items.splice(0).reverse()) item.dispose();
  }
}
