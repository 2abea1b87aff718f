import { isNamed, type Member, type Role, roleWords, type Skill, skillWords } from './team';

/** A role or skill that nobody of the team has, and who may be asked. */
export type TeamGap = { readonly kind: 'role' | 'skill'; readonly name: string; readonly words: string; readonly ask: string };

/** Without these the project can't be done, or its result can't be trusted. */
const neededSkills: Readonly<Partial<Record<Skill, string>>> = {
  'image-interpretation': 'ask in the department, or at another hospital',
  'clinical-understanding': 'ask in the department, or those who refer the patients',
  'pacs-and-network': "ask the hospital's IT, or the vendor of the PACS",
  programming: "ask a university's computer science or medical physics, or hire somebody",
};

const neededRoles: Readonly<Partial<Record<Role, string>>> = {
  clinician: 'ask in the department',
  statistician: "ask a university's department of statistics, or hire somebody by the hour",
  'data-protection-officer': 'ask the hospital',
  'data-custodian': 'ask somebody of the hospital who does not train',
};

/** The needed skills and roles that nobody with a name has, skills first: they make or break the project. */
export function teamGaps(members: readonly Member[]): readonly TeamGap[] {
  const named = members.filter(isNamed);
  const skills = Object.entries(neededSkills).filter(([name]) => !named.some((member) => member.skills.includes(name)));
  const roles = Object.entries(neededRoles).filter(([name]) => !named.some((member) => member.roles.includes(name)));
  return [
    ...skills.map(([name, ask]): TeamGap => ({ kind: 'skill', name, words: skillWords[name as Skill], ask })),
    ...roles.map(([name, ask]): TeamGap => ({ kind: 'role', name, words: roleWords[name as Role], ask })),
  ];
}

/** "nobody yet for programming (ask ...) and statistician (ask ...), and 2 more"; '' where nothing is missing. */
export function gapsText(gaps: readonly TeamGap[]): string {
  if (gaps.length === 0) return '';
  const shown = gaps.slice(0, 2).map(({ words, ask }) => `${words} (${ask})`);
  const more = gaps.length - shown.length;
  return `nobody yet for ${shown.join(' and ')}${more === 0 ? '' : `, and ${more} more`}`;
}
