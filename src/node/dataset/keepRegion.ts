import { join } from 'node:path';
import { layout } from '../../core/project/layout';
import { parseYaml } from '../../core/project/parseYaml';
import type { ProjectFile } from '../../core/project/projectFile';
import { fitOfRegion, type Region, regions } from '../../core/project/regions';
import type { FoundImage } from './foundFile';
import type { ImportedLabels } from './importedLabels';
import { readIfThere } from './readIfThere';

type Names = ReadonlyMap<FoundImage, string>;

/** The images of an import that belong to the project's region, and sentences on the others. */
export type KeptImages = {
  readonly names: Names;
  readonly labels: ImportedLabels;
  readonly left: number;
  readonly notes: readonly string[];
};

/**
 * Leaves out the images of other regions, by the table of labels or their header, unless `all` are wanted; those that the project has already stay,
 * and those that don't say, or name a neighbour, are kept.
 */
export async function keepRegion(
  root: string,
  names: Names,
  labels: ImportedLabels,
  has: ReadonlySet<string>,
  all: boolean,
): Promise<KeptImages> {
  const region = await regionOf(root);
  if (region === null) return { names, labels, left: 0, notes: [] };
  const partOf = ([image, name]: readonly [FoundImage, string]): string => labels.byImage.get(name)?.bodyPart || image.facts.bodyPart;
  const entries = [...names];
  const others = entries.filter((entry) => fitOfRegion(region, partOf(entry)) === 'other' && !has.has(entry[1]));
  const parts = countParts(others.map(partOf));
  const near = countParts(entries.map(partOf).filter((part) => fitOfRegion(region, part) === 'near'));
  const unsaid = entries.filter((entry) => fitOfRegion(region, partOf(entry)) === 'unsaid').length;
  const out = new Set(all ? [] : others.map(([image]) => image));
  const goodbye = new Set(entries.flatMap(([image, name]) => (out.has(image) ? [name] : [])));
  return {
    names: new Map(entries.filter(([image]) => !out.has(image))),
    labels: { ...labels, byImage: new Map([...labels.byImage].filter(([name]) => !goodbye.has(name))) },
    left: out.size,
    notes: notesOn(region, all, { others: others.length, parts, near, unsaid }),
  };
}

async function regionOf(root: string): Promise<Region | null> {
  const text = await readIfThere(join(root, layout.project));
  const { region = 'all' } = text === null ? {} : parseYaml<ProjectFile>(layout.project, text, 'project');
  return region === 'all' ? null : regions[region];
}

/** "FOOT 12, KNEE 3", the most frequent first; words of headers that are no code are not repeated. */
function countParts(parts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const part of parts) {
    const word = /^[A-Za-z ]{1,20}$/.test(part) ? part.toUpperCase() : 'another word';
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts]
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([word, count]) => `${word} ${count}`)
    .join(', ');
}

type Counts = { readonly others: number; readonly parts: string; readonly near: string; readonly unsaid: number };

function notesOn({ phrase }: Region, all: boolean, { others, parts, near, unsaid }: Counts): readonly string[] {
  const notes: readonly (readonly [boolean, string])[] = [
    [
      others > 0 && !all,
      `${others} images are of other regions (${parts}) and were left out, because the project is for ${phrase}; --all-regions takes them.`,
    ],
    [
      others > 0 && all,
      `${others} images are of other regions (${parts}) than ${phrase}; they were taken, because all regions were wanted.`,
    ],
    [near !== '', `Images of neighbours or of a whole limb (${near}) were kept: look whether they show ${phrase}.`],
    [unsaid > 0, `${unsaid} images don't say what they show; they were kept: look whether it is ${phrase}.`],
  ];
  return notes.flatMap(([applies, note]) => (applies ? [note] : []));
}
