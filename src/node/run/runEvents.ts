import { closeSync, openSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Heard, hear, nothingHeard } from '../../core/experiment/endRun';
import { parseTrainerEvent } from '../../core/experiment/parseTrainerEvent';
import type { TrainerEvent } from '../../core/experiment/trainerEvent';
import { localRunFolder } from '../../core/project/layout';
import { writeBeside } from '../files/writeBeside';

/** Appends lines to a file as they come; a full disk loses lines, not the run. */
export type LineFile = { readonly append: (line: string) => void; readonly close: () => void };

/** Opens a file for appending, now or at the first line that can be written. */
export function lineFile(path: string): LineFile {
  let file: number | null = null;
  return {
    append: (line) => {
      try {
        file ??= openSync(path, 'a');
        writeSync(file, `${line}\n`);
      } catch {
        // The record's end says what matters; see the type.
      }
    },
    close: () => {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}

/** The trainer's words so far, on this machine. */
export const eventsFile = (root: string, run: string): string => join(root, localRunFolder(run), 'events.jsonl');

/** What a trainer said before the command that listened ended; `clean` takes paths out of its messages. */
export async function readHeard(root: string, run: string, clean: (text: string) => string): Promise<Heard> {
  const text = await readFile(eventsFile(root, run), 'utf8').catch(() => '');
  const events = text
    .split('\n')
    .map(parseTrainerEvent)
    .filter((event) => event !== null);
  return events.map((event) => cleanEvent(event, clean)).reduce(hear, nothingHeard);
}

/** Takes the trainer's last word out of its words so far, for a run that goes on: if it dies before it speaks again, that is how it ended. */
export async function forgetEnd(root: string, run: string): Promise<void> {
  const file = eventsFile(root, run);
  const text = await readFile(file, 'utf8').catch(() => '');
  const isEnd = (line: string) => ['finished', 'failed'].includes(parseTrainerEvent(line)?.event ?? '');
  const lines = text.split('\n').filter((line) => !isEnd(line));
  await writeBeside(file, lines.join('\n'));
}

/** The event with its message fit for the record. */
export const cleanEvent = (event: TrainerEvent, clean: (text: string) => string): TrainerEvent =>
  event.event === 'warning' || event.event === 'failed' ? { ...event, message: clean(event.message) } : event;
