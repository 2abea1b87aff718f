import type { MessagePort } from 'node:worker_threads';
import { type Batch, type Draw, drawBatch } from './batches';
import { packReader } from './packReader';
import type { ThreadAnswer, ThreadQuestion } from './thread';
import type { ThreadWork } from './threadWork';

/** A batch that a thread is asked for. */
export type BatchQuestion = { readonly epoch: number; readonly draws: readonly Draw[] };

type Answered = { readonly answer: unknown; readonly moved: readonly ArrayBufferLike[] };

/** Answers the questions that come through a port, as a thread's work says. */
export function answerThread(port: MessagePort, work: ThreadWork): void {
  const answer = answerBatches(work);
  port.on('message', ({ id, question }: ThreadQuestion) => {
    try {
      const { answer: found, moved } = answer(question as BatchQuestion);
      port.postMessage(
        { id, answer: found } satisfies ThreadAnswer,
        moved.filter((buffer) => buffer instanceof ArrayBuffer),
      );
    } catch (error) {
      port.postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies ThreadAnswer);
    }
  });
  port.postMessage({ ready: true } satisfies ThreadAnswer);
}

function answerBatches({ source, places }: ThreadWork): (question: BatchQuestion) => Answered {
  const [rows, columns] = source.experiment.image.size;
  const cache = packReader(places, rows * columns);
  return ({ epoch, draws }) => {
    const batch: Batch = drawBatch({ ...source, cache }, epoch, draws);
    return { answer: batch, moved: Object.values(batch.inputs).map(({ data }) => data.buffer) };
  };
}
