import { readLocal } from '../project/local';
import { readProtocol } from '../project/readProtocol';

/** Whether a reader is to see neither other readers' labels nor what a model says, and who asks for it. */
export type Blind = { readonly isBlind: boolean; readonly by: 'protocol' | 'local' | null };

/** Reads whether this machine's reader labels blind: the protocol binds everybody, `local.yaml` only this machine. */
export async function readBlind(root: string): Promise<Blind> {
  const [{ blind = false }, local] = await Promise.all([readProtocol(root), readLocal(root)]);
  if (blind) return { isBlind: true, by: 'protocol' };
  return local.blind === true ? { isBlind: true, by: 'local' } : { isBlind: false, by: null };
}
