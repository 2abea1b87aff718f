import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, Position, Range } from 'vscode-languageserver-types';
import { getLanguageService } from 'yaml-language-server/out/src/languageservice/yamlLanguageService.js';
import { editorSchema, type KnownWords } from '../../core/project/editorSchema';
import type { SchemaName } from '../../core/project/schemas';

/** A place in a project's file: its text, its schema, the words that the project knows for its keys, and the cursor (line and character from 0). */
export type YamlPlace = {
  readonly text: string;
  readonly schema: SchemaName;
  readonly words: KnownWords;
  readonly position: Position;
};

export type YamlHover = { readonly markdown: string; readonly range: Range | null };

/** Completion and hover for YAML files from their schemas. */
export type YamlHelp = {
  readonly complete: (place: YamlPlace) => Promise<readonly CompletionItem[]>;
  readonly hover: (place: YamlPlace) => Promise<YamlHover | null>;
};

const settings = {
  ...{ validate: false, hover: true, completion: true, format: false, customTags: [] },
  // The usual values of a group's keys are told on hovering; written out they would hide what was chosen.
  ...{ disableDefaultProperties: true, indentation: '  ', yamlVersion: '1.2' as const },
};

/** Makes the help; the language service is the YAML language server's own, with nothing fetched and nothing listened to. */
export function makeYamlHelp(): YamlHelp {
  const service = getLanguageService(parameters());
  let asked = '';
  let version = 0;
  /** The document under a name that only its schema has: a new version each time, since the service keeps what it has parsed. */
  const open = ({ text, schema, words }: YamlPlace): TextDocument => {
    const uri = `file:///radsteps/${schema}.yaml`;
    const wanted = JSON.stringify([schema, words]);
    if (wanted !== asked)
      service.configure({
        ...settings,
        schemas: [{ uri: `radsteps:${schema}`, fileMatch: [uri], schema: editorSchema(schema, words) }],
      });
    asked = wanted;
    version += 1;
    return TextDocument.create(uri, 'yaml', version, text);
  };
  return {
    complete: async (place) => {
      const { items } = await service.doComplete(open(place), place.position, false);
      return items.map(ordered);
    },
    hover: async (place) => {
      const found = await service.doHover(open(place), place.position);
      if (found === null || found === undefined) return null;
      const { contents, range } = found;
      const text = typeof contents === 'object' && 'value' in contents ? contents.value : String(contents);
      return { markdown: withoutSource(text), range: range ?? null };
    },
  };
}

/** What the service wants of a client; it never gets to fetch a schema. */
function parameters(): Parameters<typeof getLanguageService>[0] {
  return {
    schemaRequestService: (uri: string) => Promise.reject(new Error(`RadSteps fetches no schema: ${uri}`)),
    workspaceContext: { resolveRelativePath: (relative: string, base: string) => `${base}/${relative}` },
    telemetry: { send: () => undefined, sendError: () => undefined, sendTrack: () => undefined },
    clientCapabilities: {
      textDocument: {
        completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
        hover: { contentFormat: ['markdown'] },
      },
    },
  } as unknown as Parameters<typeof getLanguageService>[0];
}

/** The service names the schema's address, which leads nowhere. */
const withoutSource = (text: string): string => text.replace(/\n+Source: \[[^\]]*\]\([^)]*\)\s*$/, '');

/** Required keys come first, then the schema's own order. */
function ordered(item: CompletionItem, index: number): CompletionItem {
  const documentation = typeof item.documentation === 'object' ? item.documentation.value : (item.documentation ?? '');
  return { ...item, sortText: `${/\bRequired\./.test(documentation) ? 0 : 1}${String(index).padStart(4, '0')}` };
}
