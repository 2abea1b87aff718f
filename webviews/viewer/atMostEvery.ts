/** Makes a function that does its work at once where that was last done `ms` milliseconds ago or more, else when they are over, with what it was given last. */
export function atMostEvery<T>(ms: number, work: (value: T) => void): (value: T) => void {
  let last = Number.NEGATIVE_INFINITY;
  let waiting: { value: T } | null = null;
  const now = (value: T): void => {
    waiting = null;
    last = performance.now();
    work(value);
  };
  return (value) => {
    const left = last + ms - performance.now();
    if (waiting !== null) waiting.value = value;
    else if (left <= 0) now(value);
    else {
      const held = { value };
      waiting = held;
      setTimeout(() => now(held.value), left);
    }
  };
}
