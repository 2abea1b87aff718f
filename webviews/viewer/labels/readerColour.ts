import { colourOf } from './markColour';

/** The colour of another reader's marks: always the same for a name. */
export const readerColour = (reader: string): string => colourOf({ name: `reader ${reader}` });
