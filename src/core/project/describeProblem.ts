import type { ErrorObject } from 'ajv';
import { suggestion } from './nearest';
import type { JsonSchema } from './schemas';

type Path = readonly (string | number)[];

/** Keys and list indices as people write them: `train.epochs`, `labels[0].kind`; "the file" for the top. */
export function describePath(path: Path): string {
  if (path.length === 0) return 'the file';
  return path.map((part, index) => (typeof part === 'number' ? `[${part + 1}]` : index === 0 ? part : `.${part}`)).join('');
}

/** A clause that says what one of Ajv's errors (made with `verbose`) means. */
export function describeProblem(error: ErrorObject, path: Path): string {
  const { keyword, params } = error;
  const parent = error.parentSchema as JsonSchema;
  const name = describePath(path);
  if (keyword === 'additionalProperties') {
    const key = String(params.additionalProperty);
    const where = path.length === 0 ? '' : ` in ${name}`;
    return `unknown key "${key}"${where}; ${suggestion(key, Object.keys(parent.properties ?? {}))}`;
  }
  if (keyword === 'required') return `the key "${params.missingProperty}" is missing${path.length === 0 ? '' : ` in ${name}`}`;
  if (keyword === 'false schema') return `${name} does not belong here`;
  const found = describeValue(error.data);
  if (keyword === 'enum') return `${name} must be ${oneOf(params.allowedValues)}, but is ${found}`;
  return `${name} must ${requirement(error)}, but is ${found}`;
}

const oneOf = (values: readonly unknown[]): string => {
  const texts = values.map((value) => String(value));
  return texts.length === 1 ? `${texts[0]}` : `one of ${texts.join(', ')}`;
};

function requirement({ keyword, params, message }: ErrorObject): string {
  switch (keyword) {
    case 'type':
      return `be ${typeNames(params.type)}`;
    case 'minimum':
      return `be at least ${params.limit}`;
    case 'maximum':
      return `be at most ${params.limit}`;
    case 'exclusiveMinimum':
      return `be above ${params.limit}`;
    case 'exclusiveMaximum':
      return `be below ${params.limit}`;
    case 'minItems':
      return `have at least ${entries(params.limit)}`;
    case 'maxItems':
      return `have at most ${entries(params.limit)}`;
    case 'minLength':
      return params.limit === 1 ? 'not be empty' : `have at least ${params.limit} letters`;
    case 'maxLength':
      return `have at most ${params.limit} letters`;
    case 'uniqueItems':
      return 'have no entry twice';
    case 'pattern':
      return patternText(String(params.pattern));
    case 'const':
      return `be ${params.allowedValue}`;
    default:
      return message ?? `keep to the rule "${keyword}"`;
  }
}

/** A pattern of nothing but words to choose from is a list of them. */
function patternText(pattern: string): string {
  const [, words] = /^\^\((\w+(?:\|\w+)+)\)\$$/.exec(pattern) ?? [];
  return words === undefined ? `have the form ${pattern}` : `be ${oneOf(words.split('|'))}`;
}

const entries = (count: number): string => `${count} ${count === 1 ? 'entry' : 'entries'}`;

const names: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  null: 'empty',
};

const typeNames = (types: string | readonly string[]): string =>
  [types]
    .flat()
    .map((type) => names[type] ?? type)
    .join(' or ');

/** What stands in a file, in words: `the text "abc"`, `0.5`, `a list of 3`, `empty`. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (typeof value === 'string')
    return value === '' ? 'an empty text' : `the text "${value.length > 60 ? `${value.slice(0, 57)}...` : value}"`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' ? 'a group of keys' : String(value);
}
