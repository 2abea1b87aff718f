import { type JsonSchema, type SchemaName, schemas } from './schemas';

/** Words of the project that fit a key, by the key's path in its file ("data.target"). */
export type KnownWords = Readonly<Record<string, readonly string[]>>;

type Bounded = JsonSchema & {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly examples?: readonly unknown[];
};

/** A file's schema as an editor shows it: descriptions also tell what is required, the range and the default, and known words are offered. */
export function editorSchema(name: SchemaName, words: KnownWords): JsonSchema {
  // The language service notes things of its own in the schemas that it gets.
  return told(structuredClone(schemas[name]), { path: '', words, isRequired: false });
}

type Place = { readonly path: string; readonly words: KnownWords; readonly isRequired: boolean };

function told(schema: Bounded, { path, words, isRequired }: Place): Bounded {
  const { properties, items, description } = schema;
  const below = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const required = schema.required ?? [];
  const known = words[path] ?? [];
  const inner = Object.entries(properties ?? {}).map(
    ([key, property]) => [key, told(property, { path: below(key), words, isRequired: required.includes(key) })] as const,
  );
  return {
    ...schema,
    description: [description, ...factsOf(schema, isRequired)].filter((text) => text !== undefined).join(' '),
    ...(properties === undefined ? {} : { properties: Object.fromEntries(inner) }),
    ...(items === undefined ? {} : { items: told(items, { path: below('*'), words, isRequired: false }) }),
    ...(known.length === 0 ? {} : { examples: known }),
  };
}

function factsOf(schema: Bounded, isRequired: boolean): readonly string[] {
  const { default: usual } = schema;
  const range = rangeOf(schema);
  return [
    ...(isRequired ? ['Required.'] : []),
    ...(range === '' ? [] : [`${range}.`]),
    ...(usual === undefined || isEmpty(usual) ? [] : [`Default: ${typeof usual === 'string' ? usual : JSON.stringify(usual)}.`]),
  ];
}

const isEmpty = (value: unknown): boolean => value === '' || (Array.isArray(value) && value.length === 0);

function rangeOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Bounded): string {
  if (minimum !== undefined && maximum !== undefined) return `From ${minimum} to ${maximum}`;
  const bounds = [
    minimum === undefined ? '' : `at least ${minimum}`,
    exclusiveMinimum === undefined ? '' : `above ${exclusiveMinimum}`,
    maximum === undefined ? '' : `at most ${maximum}`,
    exclusiveMaximum === undefined ? '' : `below ${exclusiveMaximum}`,
  ];
  const text = bounds.filter((bound) => bound !== '').join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
