/** What in a text may say who a patient is; lines and columns from 1, the end not included. */
export type FoundIdentifier = {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  /** In words, with its article: "a date of birth". */
  readonly what: string;
  /** The text itself: never to be shown, only to be told apart. */
  readonly text: string;
};

type Pattern = {
  readonly what: string;
  readonly pattern: RegExp;
  /** A second look at what was found; the group `value` where the pattern has one. */
  readonly accept?: (value: string, line: string) => boolean;
  /** Only where texts speak of patients, not of the team. */
  readonly data?: true;
};

const date =
  '(?:\\d{1,2}[./-]\\d{1,2}[./-](?:19|20)\\d{2}|(?:19|20)\\d{2}[./-]\\d{1,2}[./-]\\d{1,2}|(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01]))(?!\\d)';
const placeholder =
  /^(|-|none|null|nil|\[?removed\]?|anonym\w*|pseudonym\w*|unknown|empty|text|string|todo.*|x+|\*+|\.{2,}|<.*|\{.*|\(.*|\$.*|p-[\w.-]*|px-.*|true|false|yes|no|is|are|the|a)$/i;
const inventedName = /^(doe|family|last(name)?|surname|test\w*|anonym\w*|phantom|patient|name|nachname|muster\w*)\^/i;

const patterns: readonly Pattern[] = [
  {
    what: 'an e-mail address',
    pattern: /[\w.%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}/g,
    accept: (value) => !/@(?:[\w-]+\.)*example\.(?:org|com|net)$|^(?:git|noreply|no-reply)@/i.test(value),
  },
  {
    what: 'a name as DICOM writes it',
    pattern: /(?<![\p{L}\d^])\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)?\^\p{L}[\p{L}'’-]+(?:\^[\p{L}.'’ -]*)*/gu,
    accept: (value) => !inventedName.test(value),
  },
  {
    what: "a patient's attribute with its value",
    pattern:
      /\b(?:Patient'?s?[ _-]?(?:Name|ID|Birth[ _-]?Date|Address)|Other[ _-]?Patient[ _-]?IDs?|Accession[ _-]?Number)\b["'*]*\s*[:=]\s*["'*]*(?<value>[^\s"',;*]*)/gi,
    accept: (value) => !placeholder.test(value.replace(/[.)\]]+$/, '')),
  },
  {
    what: 'a date of birth',
    pattern: new RegExp(
      `(?<![\\p{L}])(?:born|birth ?date|date of birth|dob|d\\.o\\.b\\.|geb\\.|geboren|geburtsdatum|n[ée]e? le|nacid[oa]|nat[oa] il)(?![\\p{L}])[^\\n\\d]{0,16}${date}`,
      'giu',
    ),
  },
  { what: 'a date of birth', pattern: /\*\s?\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d{2}(?!\d)/g },
  {
    what: 'a hospital number',
    pattern:
      /\b(?:MRN|Pat(?:ient(?:en)?)?[-_. ]?(?:ID|No\.?|Nr\.?|Number|Nummer)|Fall[-_ ]?(?:nummer|Nr\.?)|(?:Case|Accession|Hospital)[-_ ]?(?:No\.?|Number|ID))[\s:#="']{1,4}[A-Z]{0,3}[-/]?\d{5,12}\b/gi,
  },
  { what: 'a social security number', pattern: /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g },
  { what: 'a Swiss insurance number', pattern: /\b756\.\d{4}\.\d{4}\.\d{2}\b/g, accept: isEan13 },
  { what: 'an NHS number', pattern: /\bNHS\b\D{0,12}(?<value>\d{3}[ -]?\d{3}[ -]?\d{4})\b/gi, accept: isNhsNumber },
  {
    what: 'a telephone number',
    pattern: /\b(?:tel|phone|telefon|telephone|mobile|handy)\b\.?[\s:=]{0,3}\+?\d[\d ()/.-]{6,}\d/gi,
    data: true,
  },
  { what: 'a name with a title', pattern: /(?<!\p{L})(?:Herr|Frau|Mr\.?|Mrs\.?|Ms\.?|Mme|Sig\.ra)\s+\p{Lu}[\p{L}'’-]{2,}/gu, data: true },
];

function isEan13(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].map(Number);
  const sum = digits.slice(0, 12).reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 1 : 3), 0);
  return digits.length === 13 && (10 - (sum % 10)) % 10 === digits[12];
}

function isNhsNumber(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].map(Number);
  const sum = digits.slice(0, 9).reduce((total, digit, index) => total + digit * (10 - index), 0);
  const check = 11 - (sum % 11);
  return digits.length === 10 && (check === 11 ? 0 : check) === digits[9];
}

// Most lines have none of these, which one look tells.
const hint = /[@^*]|\d{3}|\d{1,2}[./-]\d|Herr|Frau|Mrs?|Ms|Mme|Sig|Patient/;

/** Finds what may say who a patient is, line by line; `data` for texts about patients, in which names with titles and telephone numbers count, too. */
export function findIdentifiers(text: string, { data = false } = {}): readonly FoundIdentifier[] {
  return text.split(/\r\n|\n|\r/).flatMap((line, index) => (hint.test(line) ? inLine(line, index + 1, data) : []));
}

function inLine(line: string, number: number, data: boolean): readonly FoundIdentifier[] {
  const found: FoundIdentifier[] = [];
  for (const { what, pattern, accept, data: isOfData } of patterns) {
    if (isOfData === true && !data) continue;
    for (const match of line.matchAll(pattern)) {
      const value = match.groups?.value ?? match[0];
      if (accept !== undefined && !accept(value, line)) continue;
      const column = match.index + match[0].lastIndexOf(value) + 1;
      const endColumn = column + value.length;
      // What two patterns find is one thing.
      if (!found.some((other) => other.column < endColumn && column < other.endColumn))
        found.push({ line: number, column, endColumn, what, text: value });
    }
  }
  return found;
}

const commonWords =
  /^(report|final|version|draft|scan|image|study|data|hand|left|right|series|chest|wrist|patient|meeting|notes?|list|labels?|table|import|export|backup|run|test|train|page|figure|screenshot|protocol)$/i;
const nameAndDate =
  /(\p{Lu}\p{L}+)[ _,.-]+(\p{Lu}\p{L}+)[ _,.-]+((?:19|20)\d{2})[-_.]?(?:0[1-9]|1[0-2])[-_.]?(?:0[1-9]|[12]\d|3[01])(?!\d)/u;

/** True for a name (of a file, an image, a patient) that looks like that of a person: DICOM's form, two names and a date, a hospital number, an address. */
export function looksLikeIdentity(name: string): boolean {
  if (/\p{L}\^\p{L}/u.test(name) || /[\w.]@[\w-]+\.\w/.test(name)) return true;
  if (/(?:^|[_\-. ])(?:MRN|PATID|PATIENTID|PAT)[_\- ]?\d{5,}/i.test(name)) return true;
  const [, first = '', second = ''] = nameAndDate.exec(name) ?? [];
  return first !== '' && !commonWords.test(first) && !commonWords.test(second);
}

const identifyingColumns =
  /^(patients?names?|nachname|vorname|surname|firstname|lastname|givenname|familyname|birthdate|dateofbirth|dob|geburtsdatum|geb|patientbirthdate|mrn|ssn|insurance(number|no)?|hospital(number|no|id)|accession(number|no)?|address|adresse|street|zip|phone|telephone|telefon|email)$/;

/** The columns of a table whose names say that they identify people. */
export const identifyingColumnsOf = (columns: readonly string[]): readonly string[] =>
  columns.filter((column) => identifyingColumns.test(column.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')));
