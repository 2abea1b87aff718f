import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { layout } from '../../core/project/layout';
import { writeBeside } from '../files/writeBeside';
import { makeRoom } from '../training/makeRoom';

/** What a network said of images, on the disk, by what it was given. */
export type AnswerCache<T> = {
  readonly answers: Map<string, T>;
  /** Replaces the file by what there is now; what was not used for longest is removed where all files together would be too large. */
  readonly keep: () => Promise<void>;
};

/** Bytes that all answers may take. */
const usualBytes = 2e8;
const version = 1;

/** Opens the answers of weights (their SHA-256) to a question; a damaged file is as good as none. */
export async function openAnswers<T>(root: string, weights: string, question: string): Promise<AnswerCache<T>> {
  const folder = join(root, layout.answers);
  const name = createHash('sha256').update(`${version} ${weights} ${question}`).digest('hex').slice(0, 32);
  const file = join(folder, `${name}.answers`);
  const answers = await readAnswers<T>(file);
  return {
    answers,
    keep: async () => {
      const body = JSON.stringify([...answers]);
      const text = `${createHash('sha256').update(body).digest('hex')}\n${body}`;
      await makeRoom(folder, text.length, usualBytes, new Set([file]), '.answers');
      await writeBeside(file, text, { flush: false });
    },
  };
}

/** The first line is the SHA-256 of the rest, so that half a file is told from a whole one. */
async function readAnswers<T>(file: string): Promise<Map<string, T>> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const body = text.slice(65);
  if (text[64] !== '\n' || createHash('sha256').update(body).digest('hex') !== text.slice(0, 64)) return new Map();
  return new Map(JSON.parse(body) as readonly (readonly [string, T])[]);
}
