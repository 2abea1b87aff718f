import { definitionOfClass } from '../label/formats/foreignMark';
import type { Mark } from '../label/label';
import { isDrawn, type LabelDefinition, type Protocol, regionKinds } from '../label/protocol';
import type { ReconciledAnnotations } from './reconcileAnnotations';

/** The labels of a protocol that a class of a data set is drawn with: as a box, as an outline or mask; null where the protocol has none. */
export type DrawnLabels = { readonly box: LabelDefinition | null; readonly region: LabelDefinition | null };

/** Finds them by name, title or a column's name. */
export function drawnLabels(className: string, { labels }: Protocol): DrawnLabels {
  const isRegion = ({ kind }: LabelDefinition): boolean => regionKinds.some((region) => region === kind);
  return {
    box: definitionOfClass(className, { labels: labels.filter(({ kind }) => kind === 'box') }),
    region: definitionOfClass(className, { labels: labels.filter(isRegion) }),
  };
}

/** True where a protocol draws a class in one way or the other. */
export function isDrawnClass(className: string, protocol: Protocol): boolean {
  const { box, region } = drawnLabels(className, protocol);
  return box !== null || region !== null;
}

/** The protocol with a class's name known to those of its labels that are drawn and whose name or columns speak of it. */
export function withClassName({ labels }: Protocol, className: string, speaksOf: RegExp): Protocol {
  const speaks = ({ name, columns = [] }: LabelDefinition): boolean => [name, ...columns].some((text) => speaksOf.test(text));
  return {
    labels: labels.map((label) => (isDrawn(label) && speaks(label) ? { ...label, columns: [...(label.columns ?? []), className] } : label)),
  };
}

/** The marks of an image's annotations, called import-1 and so on: boxes for labels that are boxes, outlines for those that are outlines or masks. */
export function marksOfAnnotations({ boxes, outlines }: ReconciledAnnotations, protocol: Protocol): readonly Mark[] {
  const marks: Mark[] = [];
  const nextId = (): string => `import-${marks.length + 1}`;
  for (const { className, box } of boxes) {
    const definition = drawnLabels(className, protocol).box;
    if (definition !== null) marks.push({ id: nextId(), kind: 'box', name: definition.name, ...box });
  }
  for (const { className, polygons } of outlines) {
    const definition = drawnLabels(className, protocol).region;
    if (definition === null) continue;
    const object = polygons.length > 1 ? { object: nextId() } : {};
    for (const points of polygons) marks.push({ id: nextId(), kind: 'outline', name: definition.name, ...object, points });
  }
  return marks;
}
