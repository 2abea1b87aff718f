import { parseTable } from '../dataset/table';
import { UserError } from '../userError';
import { describeOpenQuestions } from './openQuestions';
import { parseYaml } from './parseYaml';
import { tableColumns, yamlSchemas } from './projectFiles';

/** Why a project's file (its path from the project and its text) is not complete: invalid, or with open questions; null when it is. */
export function fileProblem(file: string, text: string): string | null {
  try {
    checkForm(file, text);
  } catch (error) {
    if (error instanceof UserError) return `invalid: ${error.message}`;
    throw error;
  }
  const questions = describeOpenQuestions(text);
  if (questions !== null) return `${nameOf(file)} has ${questions}`;
  return text.trim() === '' ? `${nameOf(file)} is empty` : null;
}

const nameOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1);

function checkForm(file: string, text: string): void {
  const schema = yamlSchemas[file];
  if (schema !== undefined) parseYaml(file, text, schema);
  if (file.endsWith('.csv')) parseTable(file, text, tableColumns[file] ?? []);
  if (file.endsWith('.json')) parseJson(file, text);
}

function parseJson(file: string, text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file} is not JSON (${error instanceof Error ? error.message : String(error)}).`);
  }
}
