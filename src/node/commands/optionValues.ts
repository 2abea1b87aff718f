import { InvalidArgumentError } from 'commander';

/** Reads an option's value as a whole number, 0 or more. */
export const wholeNumber = (word: string): number => {
  if (!/^\d{1,9}$/.test(word)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(word);
};

/** Reads an option's value as a whole number from 1 on. */
export const countingNumber = (word: string): number => {
  if (!/^[1-9]\d{0,5}$/.test(word)) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return Number(word);
};

/** Reads `key=value` into the settings that earlier ones of the same command line gave. */
export const setting = (word: string, sofar: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => {
  const at = word.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must look like train.epochs=40.');
  return { ...sofar, [word.slice(0, at)]: word.slice(at + 1) };
};

/** Adds the value of an option that may be repeated to those before. */
export const repeated = (word: string, sofar: readonly string[] = []): readonly string[] => [...sofar, word];
