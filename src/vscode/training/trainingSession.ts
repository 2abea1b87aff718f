import type { CommandEvent } from '../../node/process/runCommandEvents';

/** A training that this window started: its process goes on without the window. */
export type TrainingSession = {
  readonly experiment: string;
  readonly controller: AbortController;
  /** The run's name, once its record is written; of a cross-validation, that of the present fold. */
  run: string | null;
};

/** The line that the log keeps of an event; null for the many that only move a bar. */
export function logLine(
  experiment: string,
  event: CommandEvent,
): { readonly level: 'info' | 'warn' | 'error'; readonly text: string } | null {
  switch (event.event) {
    case 'started':
      return {
        level: 'info',
        text: `${experiment}: ${event.train} images to train, ${event.tuning} to tune, ${event.parameters} parameters, ${event.engine.name} ${event.engine.version} on ${event.engine.device}.`,
      };
    case 'epoch': {
      const metrics = Object.entries(event.metrics).map(
        ([name, { value, unit }]) => `${name} ${value.toPrecision(4)}${unit === '' ? '' : ` ${unit}`}`,
      );
      return {
        level: 'info',
        text: `${experiment}: epoch ${event.epoch} of ${event.epochs}, ${metrics.join(', ')}${event.best ? ' (best so far)' : ''}`,
      };
    }
    case 'warning':
      return { level: 'warn', text: `${experiment}: ${event.message}` };
    case 'failed':
      return { level: 'error', text: `${experiment}: ${event.message}` };
    case 'fold':
      return { level: 'info', text: `${experiment}: fold ${event.index} of ${event.of} of ${event.group}.` };
    case 'record':
      return { level: 'info', text: `${experiment}: run ${event.record.run} is ${event.record.state}.` };
    default:
      return null;
  }
}
