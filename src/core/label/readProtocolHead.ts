import { layout } from '../project/layout';
import { parseYaml } from '../project/parseYaml';
import { UserError } from '../userError';
import type { LabelDefinition, Protocol } from './protocol';

/** Reads the labels that the YAML head of a protocol (between two lines `---`) declares; throws UserError with file, line and column. */
export function readProtocolHead(text: string, file: string = layout.protocol): Protocol {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const end = lines.findIndex((line, index) => index > 0 && /^---\s*$/.test(line));
  if (!/^---\s*$/.test(lines[0] ?? '') || end < 0)
    throw new UserError(`${file}, line 1, column 1: the file must begin with a line "---", the labels in YAML, and a second line "---".`);
  // An empty first line in place of the "---" keeps the numbers of the lines.
  const head = ['', ...lines.slice(1, end), ''].join('\n');
  const protocol = parseYaml<Protocol>(file, head, 'protocol');
  const problem = protocol.labels.map((label, index) => labelProblem(label, protocol.labels.slice(0, index))).find((text) => text !== null);
  if (problem !== undefined && problem !== null) throw new UserError(`${file}: ${problem}.`);
  return protocol;
}

function labelProblem(label: LabelDefinition, before: readonly LabelDefinition[]): string | null {
  const { name, minimum, maximum, values = [], keys, pictures = [] } = label;
  if (before.some((other) => other.name === name)) return `the label "${name}" is declared twice`;
  if (minimum !== undefined && maximum !== undefined && minimum >= maximum)
    return `the label "${name}" has a minimum of ${minimum} that is not below its maximum of ${maximum}`;
  if (keys !== undefined && keys.length !== values.length)
    return `the label "${name}" has ${keys.length} keys for ${values.length} values: give each value one`;
  const picture = pictures.find((path) => /^([/\\]|[a-z]+:)|(^|[/\\])\.\.([/\\]|$)/i.test(path));
  if (picture !== undefined) return `the picture "${picture}" of the label "${name}" must be a path inside the project`;
  return keyProblem(label, before);
}

/** Values' keys count only while their label is chosen, so only a label's own key must be its alone. */
function keyProblem({ name, hotkey }: LabelDefinition, before: readonly LabelDefinition[]): string | null {
  const other = hotkey === undefined ? undefined : before.find((label) => label.hotkey?.toLowerCase() === hotkey.toLowerCase());
  return other === undefined ? null : `the labels "${other.name}" and "${name}" have the same hotkey, ${hotkey}`;
}
