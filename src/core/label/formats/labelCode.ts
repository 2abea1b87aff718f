import type { Code } from '../../dicom/code';
import { elementOf, sequenceOf } from '../../dicom/elementOf';
import type { DicomElement } from '../../dicom/writeDicom';
import type { LabelDefinition, Protocol } from '../protocol';
import { definitionOfClass } from './foreignMark';

/** The coding scheme of names that only a project's protocol explains. */
export const ownScheme = '99RADSTEPS';

/** A code as the protocol writes it: scheme, value and meaning apart by spaces; null where it is none. */
export function parseCodeText(text: string): Code | null {
  const match = /^(\S{1,16}) (\S+) (.*\S)$/.exec(text.trim());
  return match === null ? null : { scheme: match[1] ?? '', value: match[2] ?? '', meaning: match[3] ?? '' };
}

/** What a label is: the protocol's code, else its name in the project's own scheme. */
export const codeOfDefinition = ({ name, title, code = '' }: LabelDefinition): Code =>
  parseCodeText(code) ?? { value: name, scheme: ownScheme, meaning: title };

/** The kind of thing that a label is: the protocol's code, else "what a project labels", because nothing else is known. */
export const categoryOfDefinition = ({ codeCategory = '' }: LabelDefinition): Code =>
  parseCodeText(codeCategory) ?? { value: 'label', scheme: ownScheme, meaning: 'What a project labels' };

/** The definition that a code means: by the protocol's code, by a name in our scheme, else by what it means to people. */
export function definitionOfCode({ value, scheme, meaning }: Code, protocol: Protocol): LabelDefinition | null {
  const same = protocol.labels.find(({ code = '' }) => {
    const own = parseCodeText(code);
    return own !== null && own.scheme === scheme && own.value === value;
  });
  const named = scheme === ownScheme ? protocol.labels.find(({ name }) => name === value) : undefined;
  return same ?? named ?? definitionOfClass(meaning, protocol);
}

/** Says in an object that our scheme is private (PS3.3 C.12.1.1.7). */
export const ownSchemeSequence = (): DicomElement =>
  sequenceOf('CodingSchemeIdentificationSequence', [
    [elementOf('CodingSchemeDesignator', ownScheme), elementOf('CodingSchemeName', 'Names of labels in a RadSteps protocol')],
  ]);
