import { consensusReader } from './consensusReader';
import type { Label } from './label';
import type { Spacing } from './measure';
import type { Protocol } from './protocol';
import { readerAgreement } from './readerAgreement';

/** In what the final labels of one image differ beyond the protocol's tolerance, in words, as the adjudication list says it; a consensus is no reader. */
export function readersDiffer(labels: readonly Label[], protocol: Protocol, spacing: Spacing | null): readonly string[] {
  const read = labels.filter(({ status, reader }) => status === 'final' && reader !== consensusReader);
  const [first] = read;
  if (first === undefined || read.length < 2) return [];
  const readers = read.map(({ reader }) => reader);
  const items = readerAgreement(readers, [{ image: first.image, patient: '', spacing, labels: read }], protocol);
  return items.flatMap(({ adjudicate }) => adjudicate.map(({ why }) => why));
}
