import { relative, sep } from 'node:path';
import * as vscode from 'vscode';
import type { CompletionItem, MarkupContent } from 'vscode-languageserver-types';
import type { YamlHelp, YamlPlace } from '../../node/yamlHelp/yamlHelp';
import { describeFailure } from '../command';
import { Disposables } from '../disposables';
import type { Services } from '../services';

/** Files that may have a schema; which one is found out by their path in the project. */
const selector: vscode.DocumentSelector = [
  { scheme: 'file', language: 'yaml' },
  { scheme: 'file', pattern: '**/3-data/protocol.md' },
];

/** Registers completion and hovering for the YAML of a project from the schemas that also check it; its code is loaded at the first question. */
export function registerYamlHelp(services: Services): vscode.Disposable {
  const all = new Disposables();
  let loaded: Promise<YamlHelp> | undefined;
  const help = (): Promise<YamlHelp> => {
    loaded ??= import('../../node/yamlHelp/yamlHelp').then(({ makeYamlHelp }) => makeYamlHelp());
    return loaded;
  };
  const ask = async <T>(document: vscode.TextDocument, position: vscode.Position, question: Question<T>): Promise<T | undefined> => {
    try {
      const place = await placeIn(services, document, position);
      return place === null ? undefined : await question(await help(), place);
    } catch (error) {
      describeFailure(services.log, 'help with this file', error);
      return undefined;
    }
  };
  all.add(
    vscode.languages.registerCompletionItemProvider(
      selector,
      {
        provideCompletionItems: (document, position) =>
          ask(document, position, async ({ complete }, place) => (await complete(place)).map(itemOf)),
      },
      ...[' ', ':', '-', '['],
    ),
  );
  all.add(
    vscode.languages.registerHoverProvider(selector, {
      provideHover: (document, position) =>
        ask(document, position, async ({ hover }, place) => {
          const found = await hover(place);
          return found === null ? undefined : new vscode.Hover(new vscode.MarkdownString(found.markdown));
        }),
    }),
  );
  return all;
}

type Question<T> = (help: YamlHelp, place: YamlPlace) => Promise<T>;

/** Null for a file without a schema, and below the head of the protocol. */
async function placeIn({ project }: Services, document: vscode.TextDocument, position: vscode.Position): Promise<YamlPlace | null> {
  const root = project.current;
  if (root === null) return null;
  const [{ headOf, schemaOf }, { knownWords }] = await Promise.all([
    import('../../core/check/schemaFindings'),
    import('../../node/yamlHelp/knownWords'),
  ]);
  const schema = schemaOf(relative(root, document.uri.fsPath).split(sep).join('/'));
  if (schema === undefined) return null;
  const whole = document.getText();
  const text = schema === 'protocol' ? headOf(whole) : whole;
  if (text === null || position.line >= text.split('\n').length) return null;
  return { text, schema, words: await knownWords(root, schema), position: { line: position.line, character: position.character } };
}

/** The server's kinds are numbered from 1, VS Code's from 0. */
function itemOf({ label, kind, documentation, insertText, insertTextFormat, textEdit, sortText, filterText, detail }: CompletionItem) {
  const item = new vscode.CompletionItem(label, kind === undefined ? undefined : kind - 1);
  const text = textEdit?.newText ?? insertText ?? label;
  item.insertText = insertTextFormat === 2 ? new vscode.SnippetString(text) : text;
  if (textEdit !== undefined && 'range' in textEdit) {
    const { start, end } = textEdit.range;
    item.range = new vscode.Range(start.line, start.character, end.line, end.character);
  }
  item.documentation = new vscode.MarkdownString(wordsOf(documentation));
  if (detail !== undefined) item.detail = detail;
  if (sortText !== undefined) item.sortText = sortText;
  if (filterText !== undefined) item.filterText = filterText;
  return item;
}

const wordsOf = (documentation: string | MarkupContent | undefined): string =>
  typeof documentation === 'object' ? documentation.value : (documentation ?? '');
