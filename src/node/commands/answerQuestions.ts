import { createInterface } from 'node:readline';
import { UserError } from '../../core/userError';
import type { CommandContext, CommandResult } from './context';

/** Answers the editor's questions, one JSON object with an `id` a line, until the input ends. Throws UserError where nobody can ask. */
export async function answerQuestions<Q extends { readonly id: number }>(
  { host, output }: CommandContext,
  command: string,
  answer: (question: Q) => Promise<unknown>,
): Promise<CommandResult> {
  if (host.input === undefined) throw new UserError(`"radsteps ${command}" is for the editor, which asks it on standard input.`);
  const respond = async (question: Q): Promise<void> => {
    const { id } = question;
    try {
      output.event({ event: 'answer', id, value: await answer(question) }, null);
    } catch (error) {
      output.event({ event: 'refusal', id, message: error instanceof Error ? error.message : String(error) }, null);
    }
  };
  const pending = new Set<Promise<void>>();
  // Not in turn: a question about one image does not wait for the table.
  for await (const line of createInterface({ input: host.input, signal: host.signal })) {
    const answered: Promise<void> = respond(JSON.parse(line)).finally(() => pending.delete(answered));
    pending.add(answered);
  }
  await Promise.all(pending);
  return { result: null, text: '' };
}
