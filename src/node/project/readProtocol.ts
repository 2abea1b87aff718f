import type { Protocol } from '../../core/label/protocol';
import { readProtocolHead } from '../../core/label/readProtocolHead';
import { layout } from '../../core/project/layout';
import { readText } from './readText';

/** The labels that `3-data/protocol.md` declares; throws UserError with line and column when its head is invalid. */
export async function readProtocol(root: string): Promise<Protocol> {
  return readProtocolHead(await readText(root, layout.protocol, 'it declares what is labelled; take it back from git.'));
}
