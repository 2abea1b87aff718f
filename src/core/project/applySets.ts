import { parseDocument } from 'yaml';
import { UserError } from '../userError';
import { suggestion } from './nearest';
import { type JsonSchema, type SchemaName, schemas } from './schemas';
import { validate } from './validate';

/** A file's value with the changes of `--set`, and those changes by dotted key. */
export type Changed<T> = { readonly value: T; readonly changed: Readonly<Record<string, unknown>> };

/** Every key of a schema that holds no further keys, dotted: `train.epochs`. */
export function leafKeys(schema: JsonSchema, prefix = ''): readonly string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) =>
    inner.properties === undefined ? [`${prefix}${key}`] : leafKeys(inner, `${prefix}${key}.`),
  );
}

/**
 * Changes a checked value by dotted keys (`train.epochs`) whose values are YAML (`5`, `[16, 32]`, `mae`), and checks it again.
 * Throws UserError for an unknown key (with the nearest known one) and for a value that the schema refuses.
 */
export function applySets<T>(value: T, sets: Readonly<Record<string, string>>, schema: SchemaName): Changed<T> {
  const known = leafKeys(schemas[schema]);
  const changes = Object.entries(sets).map(([key, text]) => [checkedKey(key, known), parseValue(key, text)] as const);
  const result = changes.reduce<T>((before, [key, next]) => withKey(before, key.split('.'), next) as T, value);
  for (const [key, next] of changes) {
    // Alone first, so that the message names the change that is wrong.
    const [problem] = validate(schema, withKey(value, key.split('.'), next));
    if (problem !== undefined) throw new UserError(`--set ${key}=${sets[key] ?? ''}: ${problem.message}.`, { badUsage: true });
  }
  return { value: result, changed: Object.fromEntries(changes) };
}

function checkedKey(key: string, known: readonly string[]): string {
  if (known.includes(key)) return key;
  const inside = known.filter((name) => name.startsWith(`${key}.`));
  if (inside.length > 0)
    throw new UserError(`--set ${key}: this is a section; set one of its keys: ${inside.join(', ')}.`, { badUsage: true });
  const sameLeaf = known.find((name) => name.endsWith(`.${key}`));
  const hint = sameLeaf === undefined ? suggestion(key, known) : `did you mean "${sameLeaf}"?`;
  throw new UserError(`--set ${key}: unknown key "${key}"; ${hint}${hint.endsWith('?') ? '' : '.'}`, { badUsage: true });
}

function parseValue(key: string, text: string): unknown {
  const document = parseDocument(text, { prettyErrors: false, version: '1.2', schema: 'core' });
  if (document.errors.length > 0) throw new UserError(`--set ${key}=${text}: the value is not a YAML value.`, { badUsage: true });
  return document.toJS();
}

function withKey(value: unknown, [key = '', ...rest]: readonly string[], next: unknown): unknown {
  const before = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  return { ...before, [key]: rest.length === 0 ? next : withKey(before[key], rest, next) };
}
