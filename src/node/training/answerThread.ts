import type { MessagePort } from 'node:worker_threads';
import { type BatchSource, type Draw, drawBatch } from './batches';
import { type ImageToPrepare, imagePreparer, type PreparedImage } from './imagePreparer';
import { packReader } from './packReader';
import { openShare, type ShareQuestion } from './shareThread';
import type { ThreadAnswer, ThreadQuestion } from './thread';
import type { ThreadWork } from './threadWork';

/** A batch that a thread is asked for. */
export type BatchQuestion = { readonly epoch: number; readonly draws: readonly Draw[] };

/** An answer, and what of it moves to the asker instead of being copied. */
type Answered = { readonly answer: unknown; readonly moved: readonly ArrayBufferLike[] };

/** Answers the questions that come through a port, as a thread's work says. */
export async function answerThread(port: MessagePort, work: ThreadWork): Promise<void> {
  const answerTo = await answererOf(work);
  port.on('message', async ({ id, question }: ThreadQuestion) => {
    try {
      const { answer, moved } = await answerTo(question);
      const buffers = moved.filter((buffer) => buffer instanceof ArrayBuffer);
      port.postMessage({ id, answer } satisfies ThreadAnswer, buffers);
    } catch (error) {
      port.postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies ThreadAnswer);
    }
  });
  port.postMessage({ ready: true } satisfies ThreadAnswer);
}

type Answerer = (question: unknown) => Answered | Promise<Answered>;

async function answererOf(work: ThreadWork): Promise<Answerer> {
  if (work.kind === 'images') {
    const prepare = imagePreparer(work.settings);
    return async (question) => answeredImage(await prepare(question as ImageToPrepare));
  }
  if (work.kind === 'share') {
    const runner = await openShare(work.share);
    return async (question) => {
      const { inputs, numbers } = question as ShareQuestion;
      return { answer: await runner.run(inputs, numbers), moved: [] };
    };
  }
  const [rows, columns] = work.source.experiment.image.size;
  const source = { ...work.source, cache: packReader(work.places, rows * columns) };
  return (question) => answerBatch(question as BatchQuestion, source);
}

function answerBatch({ epoch, draws }: BatchQuestion, source: BatchSource): Answered {
  const answer = drawBatch(source, epoch, draws);
  return { answer, moved: Object.values(answer.inputs).map(({ data }) => data.buffer) };
}

const answeredImage = (answer: PreparedImage): Answered => ({ answer, moved: 'pixels' in answer ? [answer.pixels.buffer] : [] });
