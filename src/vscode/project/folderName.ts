/** The folder name for a project's name: lower case, words joined by hyphens, only a to z, 0 to 9 and hyphens. */
export const folderName = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');

/** What is wrong with a project's name, as a sentence, or undefined. */
export function nameProblem(name: string): string | undefined {
  if (name.trim() === '') return 'The project needs a name.';
  if (name.length > 80) return 'The name may have at most 80 characters.';
  return folderName(name) === '' ? 'The name needs a letter or a digit from which a folder name can be made.' : undefined;
}
