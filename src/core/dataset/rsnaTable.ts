import type { ImageRow } from './imageRow';
import { plain } from './labelColumn';
import { detectDelimiter } from './labelTable';
import { isMissing, parseNumber, parseSex } from './labelValue';
import { parseTable } from './table';

/** A part of the RSNA challenge of 2017; '' where a table does not say which it is. */
export type OfficialPart = 'training' | 'validation' | 'test' | '';

/** One film as a table of the challenge tells of it. */
export type RsnaRow = {
  readonly line: number;
  /** The number that the film's file is called by; '' where the row has none. */
  readonly id: string;
  readonly sex: ImageRow['sex'];
  readonly months: number | null;
  readonly problems: readonly string[];
};

export type RsnaTable = { readonly part: OfficialPart; readonly hasAges: boolean; readonly rows: readonly RsnaRow[] };

type Schema = { readonly part: OfficialPart; readonly id: string; readonly sex: string; readonly age: string };

/** The four schemas in which the challenge's tables were published, by their plain headings. */
const schemas: readonly Schema[] = [
  { part: 'training', id: 'id', sex: 'male', age: 'boneage' },
  { part: 'validation', id: 'imageid', sex: 'male', age: 'boneagemonths' },
  { part: 'test', id: 'caseid', sex: 'sex', age: 'groundtruthboneagemonths' },
  { part: 'test', id: 'caseid', sex: 'sex', age: '' },
];

/** What programs put before a table's first column is none of its own. */
const isIndex = (heading: string): boolean => /^(|index|unnamed0?)$/.test(heading);

function schemaOf(columns: readonly string[]): Schema | null {
  const own = new Set(columns.map(plain).filter((heading) => !isIndex(heading)));
  const wanted = ({ id, sex, age }: Schema): readonly string[] => [id, sex, age].filter(Boolean);
  return schemas.find((schema) => wanted(schema).length === own.size && wanted(schema).every((heading) => own.has(heading))) ?? null;
}

/** Whether a table is one of the challenge by its headings: `likely` where these are common, so that it counts only beside a sure one. */
export function rsnaLikeness(name: string, text: string): 'sure' | 'likely' | 'no' {
  const [line = ''] = text.replace(/^\uFEFF/, '').split(/[\r\n]/, 1);
  const schema = schemaOf(line.split(detectDelimiter(line)).map((heading) => heading.replace(/^\s*"|"\s*$/g, '')));
  if (schema === null) return 'no';
  return schema.age !== '' || /bone.?age/i.test(name) ? 'sure' : 'likely';
}

/** Reads a table of the challenge; throws UserError where it is no table. */
export function readRsnaTable(name: string, text: string): RsnaTable {
  const delimiter = detectDelimiter(text);
  const { columns, rows } = parseTable(name, text, [], { delimiter, ragged: true });
  const schema = schemaOf(columns);
  if (schema === null) return { part: '', hasAges: false, rows: [] };
  const column = (heading: string): string => columns.find((own) => plain(own) === heading) ?? '';
  const [id, sex, age] = [column(schema.id), column(schema.sex), schema.age === '' ? '' : column(schema.age)];
  return {
    part: partOf(schema, name),
    hasAges: age !== '',
    rows: rows.map(({ line, cells }) => {
      const cell = (own: string): string => (cells[own] ?? '').trim();
      const read = [parseSex(cell(sex), schema.sex), parseMonths(cell(age), delimiter === ';')] as const;
      const problems = read.flatMap((result) => ('problem' in result ? [result.problem] : []));
      const [sexRead, months] = read;
      return {
        line,
        id: idOf(cell(id)),
        sex: 'value' in sexRead ? sexRead.value : '',
        months: 'value' in months ? months.value : null,
        problems,
      };
    }),
  };
}

/**
 * The part that the headings belong to, unless the file's name says another: copies of the training table go about under the headings of the
 * validation table, and people call their own shares of it "test".
 */
function partOf({ part }: Schema, name: string): OfficialPart {
  const said = partInName(name);
  if (said === '' || said === part) return part;
  return part === 'validation' && said === 'training' ? 'training' : '';
}

/** The part that a file's or a folder's name tells; '' for none, or for several. */
export function partInName(name: string): OfficialPart {
  const found = (['training', 'validation', 'test'] as const).filter((part) =>
    ({ training: /train/i, validation: /valid|(^|[^a-z])val([^a-z]|$)/i, test: /(^|[^a-z])test/i })[part].test(name),
  );
  return found.length === 1 ? (found[0] ?? '') : '';
}

/** "1377", "1377.png" and a workbook's "1377.0" are film 1377. */
const idOf = (text: string): string => /^0*(\d{1,9})(\.0+|\.png|\.jpe?g)?$/i.exec(text)?.[1] ?? '';

/** No method gives older bones than these, months. */
export const oldestMonths = 240;

function parseMonths(text: string, decimalComma: boolean): { readonly value: number | null } | { readonly problem: string } {
  if (isMissing(text)) return { value: null };
  const months = parseNumber(text, decimalComma);
  if (months === null || !Number.isFinite(months)) return { problem: 'its bone age is not a number' };
  return months >= 0 && months <= oldestMonths
    ? { value: months }
    : { problem: `its bone age is not between 0 and ${oldestMonths} months` };
}
