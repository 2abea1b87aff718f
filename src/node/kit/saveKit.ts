import { join } from 'node:path';
import { isMap, parseDocument, type YAMLSeq } from 'yaml';
import type { KitReport } from '../../core/experiment/kitReport';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import { readTextIfThere } from '../project/readText';

/** Writes a machine's cores, memory and card into the list of machines in kit.yaml, under a name; comments and other machines stay. */
export async function saveKit(root: string, name: string, { machine, backends }: KitReport): Promise<void> {
  const text = await readTextIfThere(root, layout.kit);
  const document = parseDocument(text ?? '');
  const machines = document.get('machines') as YAMLSeq | undefined;
  if (machines === undefined || !Array.isArray(machines.items) || document.errors.length > 0)
    throw new UserError(`${layout.kit} has no list of machines that this one could be added to; write "machines:" there, with one entry.`);
  const card = backends.find((outcome) => outcome.backend !== 'cpu' && outcome.state === 'passes' && !outcome.software);
  const found = { cores: machine.cores, memoryGb: machine.memoryGb, gpu: card?.state === 'passes' ? card.device : 'none' };
  const entry = machines.items.find((item) => isMap(item) && item.get('name') === name);
  if (isMap(entry)) for (const [key, value] of Object.entries(found)) entry.set(key, value);
  else machines.add(document.createNode({ name, use: 'training', ...found }));
  await writeBeside(join(root, layout.kit), document.toString({ lineWidth: 0 }));
}
