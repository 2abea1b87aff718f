import { parseTable } from '../dataset/table';
import { layout } from '../project/layout';
import { nearest } from '../project/nearest';
import { readYaml, type YamlProblem } from '../project/parseYaml';
import { tableColumns, yamlSchemas } from '../project/projectFiles';
import { keysOf, type SchemaName, schemas } from '../project/schemas';
import { validate } from '../project/validate';
import { UserError } from '../userError';
import { type Finding, type Fix, makeFinding, wholeLine } from './finding';
import { placeAt } from './textPlaces';

const jsonSchemas: readonly (readonly [RegExp, SchemaName])[] = [
  [/^5-network\/runs\/[^/]+\/record\.json$/, 'record'],
  [/^5-network\/runs\/[^/]+\/folds\.json$/, 'folds'],
  [/^5-network\/runs\/[^/]+\/sweep\.json$/, 'sweep'],
  [/^3-data\/split\.lock$/, 'splitLock'],
];

/** The schema of a project's file by its path; undefined where it has none. */
export function schemaOf(file: string): SchemaName | undefined {
  if (file === '3-data/protocol.md') return 'protocol';
  if (/^5-network\/experiments\/[^/]+\.ya?ml$/.test(file)) return 'experiment';
  if (/^5-network\/run-notes\/[^/]+\.yaml$/.test(file)) return 'runNotes';
  if (file === layout.local) return 'local';
  return yamlSchemas[file] ?? jsonSchemas.find(([pattern]) => pattern.test(file))?.[1];
}

/** What is invalid in a project's YAML, JSON or table: against its schema or columns, or as such. */
export function schemaFindings(file: string, text: string): readonly Finding[] {
  const schema = schemaOf(file);
  if (file.endsWith('.json') || file.endsWith('.lock'))
    return schema === undefined && !file.endsWith('.json') ? [] : jsonFindings(file, text, schema);
  const columns = tableColumns[file];
  if (columns !== undefined) return tableFindings(file, text, columns);
  if (schema === undefined) return [];
  const body = schema === 'protocol' ? headOf(text) : text;
  if (body === null) return [invalid(file, 1, 1, 'the file must begin with a line "---", the labels in YAML, and a second line "---"', [])];
  const { problems } = readYaml(body, schema);
  const meant = problems.map((problem) => meantKey(problem, schema));
  // A mistyped key is what is wrong, not that the right one is missing.
  const isSaid = ({ message }: YamlProblem): boolean =>
    meant.some((key) => key !== null && message.startsWith(`the key "${key}" is missing`));
  return problems.filter((problem) => !isSaid(problem)).map((problem) => yamlFinding(file, problem, schema));
}

/** The YAML head of the protocol with its line numbers kept; null where there is none. */
export function headOf(text: string): string | null {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const end = lines.findIndex((line, index) => index > 0 && /^---\s*$/.test(line));
  return !/^---\s*$/.test(lines[0] ?? '') || end < 0 ? null : ['', ...lines.slice(1, end), ''].join('\n');
}

/** The key that a mistyped one most likely means. */
const meantKey = ({ unknownKey }: Pick<YamlProblem, 'unknownKey'>, schema: SchemaName): string | null =>
  unknownKey === null ? null : nearest(unknownKey, [...keysOf(schemas[schema])]);

function yamlFinding(file: string, { line, column, message, unknownKey }: YamlProblem, schema: SchemaName): Finding {
  const near = meantKey({ unknownKey }, schema);
  const fix = (word: string): Fix => ({
    title: `Write "${word}"`,
    edits: [{ kind: 'replace', file, line, column, endLine: line, endColumn: column + (unknownKey ?? '').length, text: word }],
  });
  return invalid(file, line, column, message, near === null ? [] : [fix(near)], unknownKey?.length);
}

function jsonFindings(file: string, text: string, schema: SchemaName | undefined): readonly Finding[] {
  try {
    const value: unknown = JSON.parse(text);
    if (schema === undefined) return [];
    return validate(schema, value).map(({ message, path }) => {
      const key = path.findLast((part) => typeof part === 'string');
      const offset = key === undefined ? 0 : Math.max(0, text.indexOf(`"${key}"`));
      const { line, column } = placeAt(text, offset);
      return invalid(file, line, column, message, []);
    });
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const { line, column } = placeAt(text, Number(/position (\d+)/.exec(words)?.[1] ?? 0));
    return [invalid(file, line, column, `this is not JSON (${words.replace(/,? ?"[\s\S]*$/, '')})`, [])];
  }
}

function tableFindings(file: string, text: string, columns: readonly string[]): readonly Finding[] {
  try {
    parseTable(file, text, columns);
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [ofUserError(file, error)];
  }
}

/** The finding for what a reader of the file has refused: its line, where it names one, and its clause. */
export function ofUserError(file: string, { message }: UserError): Finding {
  const [, line = '1', , column = '1', rest = message] = /, line (\d+)(, column (\d+))?: ([\s\S]*)$/.exec(message) ?? [];
  return invalid(file, Number(line), Number(column), rest.replace(/\.$/, ''), []);
}

function invalid(file: string, line: number, column: number, message: string, fixes: readonly Fix[], length?: number): Finding {
  const clause = message.charAt(0).toUpperCase() + message.slice(1);
  return makeFinding({
    ...{ code: 'invalid-file', severity: 'error', file, about: message, fixes },
    at: length === undefined ? { ...wholeLine(line), column, endColumn: column } : { line, column, endColumn: column + length },
    message: /[.?!]$/.test(clause) ? clause : `${clause}.`,
    advice: "Mend it: what can't be read counts for nothing.",
  });
}
