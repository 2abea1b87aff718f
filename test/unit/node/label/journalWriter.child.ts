import { openJournal } from '../../../../src/node/label/journalFile';

/** Appends edits for ever, and says each number as soon as it is safe. */
async function appendForEver(path: string): Promise<void> {
  const journal = await openJournal(path, { image: 'i', reader: 'r', base: null });
  for (let count = Number(process.argv[3]); ; count++) {
    await journal.append({ edit: 'category', name: 'count', from: count === 0 ? null : count - 1, to: count });
    process.stdout.write(`${count}\n`);
  }
}

void appendForEver(process.argv[2] ?? '');
