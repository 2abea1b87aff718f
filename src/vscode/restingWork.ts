/** Work that follows changes: it is done soon after the first note, never twice at once, and rests after each time. */
export type RestingWork = { readonly note: () => void; readonly dispose: () => void };

/** Makes it: `work` must not reject; what is noted while it is done or rests is done once after the rest. */
export function restingWork(work: () => Promise<void>, restMs: number): RestingWork {
  let state: 'idle' | 'busy' | 'noted' | 'over' = 'idle';
  let timer: NodeJS.Timeout | undefined;
  const rested = (): void => {
    const isNoted = state === 'noted';
    if (state !== 'over') state = 'idle';
    if (isNoted) note();
  };
  const note = (): void => {
    if (state === 'busy') state = 'noted';
    if (state !== 'idle') return;
    state = 'busy';
    void work().finally(() => {
      if (state !== 'over') timer = setTimeout(rested, restMs);
    });
  };
  return {
    note,
    dispose: () => {
      state = 'over';
      clearTimeout(timer);
    },
  };
}
