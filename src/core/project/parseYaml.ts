import { type Document, isMap, isNode, LineCounter, parseDocument, type YAMLError } from 'yaml';
import { UserError } from '../userError';
import type { SchemaName } from './schemas';
import { type Problem, validate } from './validate';

/** Something wrong in a YAML text: where (line and column from 1, offset from 0), and a clause without a full stop. */
export type YamlProblem = {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The unknown key that stands there; null where it is something else. */
  readonly unknownKey: string | null;
};

/** Reads a YAML text and everything that is wrong in it by a schema, what stands in it before what is missing; `value` is null where it is not YAML. */
export function readYaml(text: string, schema: SchemaName): { readonly value: unknown; readonly problems: readonly YamlProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2', schema: 'core' });
  const at = (offset: number, message: string, unknownKey: string | null = null): YamlProblem => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1), message, unknownKey };
  };
  const errors = document.errors.map((error) => at(error.pos[0], `this is not YAML: ${syntaxWords(error)}`));
  if (errors.length > 0) return { value: null, problems: errors };
  const value = plainValue(document);
  if (value instanceof Error) return { value: null, problems: [at(0, `this is not YAML that can be read: ${value.message}`)] };
  const problems = validate(schema, value)
    .map((problem) => ({ problem, offset: offsetOf(document, problem) }))
    // A mistyped key also leaves the right one missing: what stands in the file is named first.
    .toSorted((a, b) => Number(a.problem.about === 'missing key') - Number(b.problem.about === 'missing key') || a.offset - b.offset);
  return {
    value,
    problems: problems.map(({ problem, offset }) =>
      at(offset, problem.message, problem.about === 'key' ? String(problem.path.at(-1)) : null),
    ),
  };
}

/**
 * Reads a YAML text and checks it by a schema, which the caller vouches describes T; `file` is how messages call it.
 * Throws UserError with file, line and column for invalid YAML, an unknown key (with the nearest known one), a missing key or a wrong value.
 */
export function parseYaml<T>(file: string, text: string, schema: SchemaName): T {
  const { value, problems } = readYaml(text, schema);
  const [first] = problems;
  if (first === undefined) return value as T;
  const more = value === null ? 0 : problems.length - 1;
  throw new UserError(`${file}, line ${first.line}, column ${first.column}: ${sentence(first.message, more)}`);
}

/** The document as plain values; an empty one is an empty group of keys. */
function plainValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const syntaxWords = ({ code, message }: YAMLError): string => {
  if (code === 'TAB_AS_INDENT') return 'a tab stands where spaces must indent';
  if (code === 'DUPLICATE_KEY') return 'the same key stands there twice';
  if (code === 'MULTIPLE_DOCS') return 'a second document begins with "---"';
  return message.replace(/[.:]?\s*$/, '').replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
};

function sentence(message: string, more: number): string {
  const rest = more === 0 ? '' : ` (and ${more} more ${more === 1 ? 'problem' : 'problems'} in this file)`;
  return message.endsWith('?') ? `${message}${rest}` : `${message}${rest}.`;
}

/** Where a problem stands in the text: at the unknown key, else at the value. */
function offsetOf(document: Document, { path, about }: Problem): number {
  const parent = document.getIn(path.slice(0, -1), true);
  const key = path.at(-1);
  const pair = isMap(parent)
    ? parent.items.find((item) => String(isScalarLike(item.key) ? item.key.value : item.key) === String(key))
    : undefined;
  const value = document.getIn(path, true);
  const node = about === 'key' || !hasRange(value) ? pair?.key : value;
  return hasRange(node) ? node.range[0] : hasRange(parent) ? parent.range[0] : 0;
}

type Ranged = { readonly range: readonly [number, number, number] };

const hasRange = (node: unknown): node is Ranged => isNode(node) && Array.isArray(node.range);

const isScalarLike = (node: unknown): node is { readonly value: unknown } => isNode(node) && 'value' in node;
