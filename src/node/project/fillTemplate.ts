import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { allRegions, Region } from '../../core/project/regions';

/** What a template's `{{words}}` stand for. */
export type TemplateWords = Readonly<Record<'name' | 'reader' | 'radsteps' | 'node' | 'platform' | RegionWord, string>>;

type RegionWord = 'region' | 'regionPhrase' | 'regionReading' | 'regionLimits' | 'regionViews';

/** What a region's words stand for. */
export function regionWords({ name, phrase, reading, limits, views }: Region | typeof allRegions): Pick<TemplateWords, RegionWord> {
  return { region: name, regionPhrase: phrase, regionReading: reading, regionLimits: limits, regionViews: views };
}

// Packagers of npm and VS Code leave these files out under their own names.
const realNames: Readonly<Record<string, string>> = {
  'gitignore.txt': '.gitignore',
  'gitattributes.txt': '.gitattributes',
  'gitkeep.txt': '.gitkeep',
};

/** Copies a template's files into a folder with its words filled in; returns their paths from there with forward slashes, sorted. */
export async function fillTemplate(template: string, folder: string, words: TemplateWords): Promise<readonly string[]> {
  const found = await readdir(template, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(template.length + 1));
  const made = await Promise.all(
    files.map(async (file) => {
      const path = realName(file.replaceAll('\\', '/'));
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, fill(await readFile(join(template, file), 'utf8'), words, path.endsWith('.yaml')), { flag: 'wx' });
      return path;
    }),
  );
  return made.sort();
}

function realName(path: string): string {
  const at = path.lastIndexOf('/') + 1;
  return path.slice(0, at) + (realNames[path.slice(at)] ?? path.slice(at));
}

/** Fills in the words; in YAML they stand between quotation marks, so that any name may be filled in. */
function fill(text: string, words: TemplateWords, isYaml: boolean): string {
  return text.replaceAll('\r\n', '\n').replace(/\{\{(\w+)\}\}/g, (whole, word: string) => {
    const value = Object.hasOwn(words, word) ? words[word as keyof TemplateWords] : undefined;
    if (value === undefined) return whole;
    return isYaml ? JSON.stringify(value).slice(1, -1) : value;
  });
}
