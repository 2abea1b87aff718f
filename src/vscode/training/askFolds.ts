import * as vscode from 'vscode';

const isCount = (text: string): boolean => /^\d{1,2}$/.test(text) && Number(text) >= 2 && Number(text) <= 20;

/** How many folds; undefined when the user turned away. */
export async function askFolds(given: number | undefined): Promise<number | undefined> {
  if (given !== undefined) return given;
  const text = await vscode.window.showInputBox({
    title: 'Cross-Validate',
    prompt: 'In how many folds? Each is a run of its own; the test part is not touched.',
    value: '5',
    validateInput: (word) => (isCount(word) ? null : 'A whole number from 2 to 20.'),
  });
  return text === undefined ? undefined : Number(text);
}
