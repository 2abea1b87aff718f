/** What somebody of the team is responsible for (`schemas/team.schema.json`). */
export type Role = 'lead' | 'clinician' | 'reader' | 'statistician' | 'data-protection-officer' | 'data-custodian' | 'developer' | 'it';

/** What somebody of the team can do. */
export type Skill = 'image-interpretation' | 'clinical-understanding' | 'pacs-and-network' | 'programming' | 'statistics';

/** Somebody who works on the project, from `2-team/team.yaml`. */
export type Member = {
  readonly name: string;
  /** Where the person comes from; left out only by what is older than the word. */
  readonly from?: 'department' | 'hospital' | 'university' | 'hired' | 'other';
  readonly roles: readonly string[];
  readonly skills: readonly string[];
  /** Short name under which the person labels. */
  readonly reader?: string;
};

/** The roles in words, in the order in which they are listed. */
export const roleWords: Readonly<Record<Role, string>> = {
  lead: 'lead',
  clinician: 'clinician',
  reader: 'reader',
  statistician: 'statistician',
  'data-protection-officer': 'data protection officer',
  'data-custodian': 'keeper of key and test labels',
  developer: 'developer',
  it: 'IT and PACS',
};

/** The skills in words. */
export const skillWords: Readonly<Record<Skill, string>> = {
  'image-interpretation': 'image interpretation',
  'clinical-understanding': 'clinical understanding',
  'pacs-and-network': 'PACS and network',
  programming: 'programming',
  statistics: 'statistics',
};

const wordsIn = (table: Readonly<Record<string, string>>, names: readonly string[]): readonly string[] =>
  names.map((name) => table[name] ?? name);

/** Roles in words. */
export const wordsOfRoles = (roles: readonly string[]): readonly string[] => wordsIn(roleWords, roles);

/** Skills in words. */
export const wordsOfSkills = (skills: readonly string[]): readonly string[] => wordsIn(skillWords, skills);

/** False where the template's question stands in the place of a name. */
export const isNamed = ({ name }: Pick<Member, 'name'>): boolean => !/^TODO\b/.test(name);
