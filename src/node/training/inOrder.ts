/** How far work runs ahead: `atOnce` pieces at the same time, and at most `ahead` pieces beyond the one that is asked for. */
export type Ahead = { readonly atOnce: number; readonly ahead: number };

/** Works on items several at once and gives the results in the items' order; a failure comes when its item is asked for. */
export async function* inOrder<T, R>(items: readonly T[], work: (item: T) => Promise<R>, { atOnce, ahead }: Ahead): AsyncGenerator<R> {
  const started = new Map<number, Promise<R>>();
  let [taken, next, running, ended] = [0, 0, 0, false];
  const start = () => {
    while (!ended && running < atOnce && next < items.length && next - taken < Math.max(1, ahead)) {
      running++;
      const piece = work(items[next] as T).finally(() => {
        running--;
        start();
      });
      // Whoever asks for it hears of its failure; until then, nobody listens.
      piece.catch(() => {});
      started.set(next++, piece);
    }
  };
  try {
    for (; taken < items.length; taken++) {
      start();
      const piece = started.get(taken);
      started.delete(taken);
      if (piece !== undefined) yield await piece;
    }
  } finally {
    ended = true;
  }
}
