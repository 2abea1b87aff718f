import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { describeProblem } from './describeProblem';
import { type SchemaName, schemas } from './schemas';

/** What is wrong in a value: where (keys and list indices from the top), and a clause without a full stop. */
export type Problem = {
  readonly path: readonly (string | number)[];
  /** What is wrong: the value at `path`, the key that `path` ends with, or a key that is missing there. */
  readonly about: 'value' | 'key' | 'missing key';
  readonly message: string;
};

const compiled = new Map<SchemaName, ValidateFunction>();

function validator(name: SchemaName): ValidateFunction {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const made = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, strictTypes: false }).compile(schemas[name]);
  compiled.set(name, made);
  return made;
}

/** Everything that a schema finds wrong in a value, one problem a value or key; none when it is valid. */
export function validate(name: SchemaName, value: unknown): readonly Problem[] {
  const check = validator(name);
  if (check(value)) return [];
  // A failing `if` only sums up what its parts say.
  const errors = (check.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  return errors.filter((error) => isFirst(error, errors)).map((error) => problemOf(error, value));
}

const aboutKeys = ['additionalProperties', 'required'];

/** True for the error that says most about its value: that of its type, else the first. */
function isFirst(error: ErrorObject, errors: readonly ErrorObject[]): boolean {
  if (aboutKeys.includes(error.keyword)) return true;
  const same = errors.filter(({ instancePath, keyword }) => instancePath === error.instancePath && !aboutKeys.includes(keyword));
  return error === (same.find(({ keyword }) => keyword === 'type') ?? same[0]);
}

function problemOf(error: ErrorObject, whole: unknown): Problem {
  const path = pathOf(error.instancePath, whole);
  if (error.keyword === 'additionalProperties') {
    const key = String(error.params.additionalProperty);
    return { path: [...path, key], about: 'key', message: describeProblem(error, path) };
  }
  return { path, about: error.keyword === 'required' ? 'missing key' : 'value', message: describeProblem(error, path) };
}

/** "/labels/0/kind" → labels, 0, kind: a number only where the value there is a list. */
function pathOf(pointer: string, whole: unknown): readonly (string | number)[] {
  const parts = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  let value = whole;
  return parts.map((part) => {
    const key = Array.isArray(value) ? Number(part) : part;
    value = (value as Readonly<Record<string | number, unknown>>)[key];
    return key;
  });
}
