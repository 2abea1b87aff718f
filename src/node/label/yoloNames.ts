import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { UserError } from '../../core/userError';
import { readIfThere } from '../dataset/readIfThere';

/** The classes that a folder's `data.yaml`, `classes.txt` or `obj.names` lists, in the order of their numbers, or that of the folder above it; throws UserError where there is none. */
export async function readYoloNames(folder: string): Promise<readonly string[]> {
  for (const place of [folder, dirname(folder)]) {
    for (const name of ['data.yaml', 'data.yml', 'dataset.yaml']) {
      const text = await readIfThere(join(place, name));
      if (text !== null) return namesOfYaml(text, join(place, name));
    }
    for (const name of ['classes.txt', 'obj.names']) {
      const text = await readIfThere(join(place, name));
      if (text !== null)
        return text
          .split(/\r?\n/)
          .map((line) => line.trim())
          .filter(Boolean);
    }
  }
  throw new UserError(
    `${folder} has no data.yaml or classes.txt that names the classes: put one there, the names in the order of their numbers.`,
  );
}

function namesOfYaml(text: string, file: string): readonly string[] {
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    throw new UserError(`${file} is not YAML.`);
  }
  const names = typeof value === 'object' && value !== null && 'names' in value ? value.names : undefined;
  if (Array.isArray(names)) return names.map(String);
  if (typeof names !== 'object' || names === null) throw new UserError(`${file} has no list "names" of the classes.`);
  const list: string[] = [];
  for (const [number, name] of Object.entries(names)) list[Number(number)] = String(name);
  return Array.from(list, (name) => name ?? '');
}
