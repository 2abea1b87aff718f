import type { TrainerEvent } from '../../core/experiment/trainerEvent';

/** Receives what the trainer has to say. */
export type Emit = (event: TrainerEvent) => void;

const restMilliseconds = 200;

/** Passes events on as one JSON object a line; of `progress` at most five a second, the last of a phase always. */
export function lineWriter(write: (line: string) => void, now: () => number = Date.now): Emit {
  let last = Number.NEGATIVE_INFINITY;
  return (event) => {
    if (event.event === 'progress' && event.done < event.total) {
      if (now() - last < restMilliseconds) return;
      last = now();
    }
    write(`${JSON.stringify(event)}\n`);
  };
}
