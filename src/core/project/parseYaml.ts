import { type Document, isMap, isNode, LineCounter, parseDocument, type YAMLError } from 'yaml';
import { UserError } from '../userError';
import type { SchemaName } from './schemas';
import { type Problem, validate } from './validate';

/**
 * Reads a YAML text and checks it by a schema, which the caller vouches describes T; `file` is how messages call it.
 * Throws UserError with file, line and column for invalid YAML, an unknown key (with the nearest known one), a missing key or a wrong value.
 */
export function parseYaml<T>(file: string, text: string, schema: SchemaName): T {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2', schema: 'core' });
  const [error] = document.errors;
  if (error !== undefined) throw new UserError(`${place(file, lines, error.pos[0])}: this is not YAML: ${syntaxWords(error)}.`);
  const value = plainValue(file, document);
  const problems = validate(schema, value)
    .map((problem) => ({ problem, offset: offsetOf(document, problem) }))
    // A mistyped key also leaves the right one missing: what stands in the file is named first.
    .toSorted((a, b) => Number(a.problem.about === 'missing key') - Number(b.problem.about === 'missing key') || a.offset - b.offset);
  const [first] = problems;
  if (first === undefined) return value as T;
  throw new UserError(`${place(file, lines, first.offset)}: ${sentence(first.problem.message, problems.length - 1)}`);
}

/** The document as plain values; an empty one is an empty group of keys. */
function plainValue(file: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (error) {
    throw new UserError(`${file}: this is not YAML that can be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function place(file: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${file}, line ${Math.max(line, 1)}, column ${Math.max(col, 1)}`;
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
