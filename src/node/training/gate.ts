/** Where workers wait for one another, and tell that one of them failed. */
export type Gate = {
  /** Waits until all workers have come. */
  pass(): void;
  fail(): void;
  failed(): boolean;
};

/** The numbers that a gate of several threads needs: arrived, times opened, failed. */
export const makeGateMemory = (): Int32Array => new Int32Array(new SharedArrayBuffer(12));

/** A gate for `count` threads over the same memory; threads sleep while they wait. */
export function openGate(memory: Int32Array, count: number): Gate {
  const [arrived, opened, failure] = [0, 1, 2];
  return {
    pass: () => {
      const times = Atomics.load(memory, opened);
      if (Atomics.add(memory, arrived, 1) === count - 1) {
        Atomics.store(memory, arrived, 0);
        Atomics.add(memory, opened, 1);
        Atomics.notify(memory, opened);
      } else while (Atomics.load(memory, opened) === times) Atomics.wait(memory, opened, times);
    },
    fail: () => {
      Atomics.store(memory, failure, 1);
    },
    failed: () => Atomics.load(memory, failure) === 1,
  };
}
