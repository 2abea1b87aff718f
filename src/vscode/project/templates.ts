import { type RegionName, regionNames } from '../../core/project/regions';

/** A template as the New Project picker shows it; `id` is its folder under `templates/`. */
export type TemplateChoice = {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  /** True where a project is for one part of the body. */
  readonly asksRegion?: boolean;
};

/** The templates that can be picked, in order. */
export const templateChoices: readonly TemplateChoice[] = [
  { id: 'bone-age', title: 'Bone age', detail: 'A number from one radiograph: months of bone age from a hand film' },
  {
    id: 'fractures',
    title: 'Fractures',
    detail: 'Is a fracture visible on this radiograph, and where? For one region or all, your own films or public ones',
    asksRegion: true,
  },
];

/** Whether a project of the template is for one part of the body. */
export const asksRegion = (template: string): boolean =>
  templateChoices.some(({ id, asksRegion: asks }) => id === template && asks === true);

/** The parts of the body that can be picked; the whole of it first. */
export const regionChoices: readonly { readonly label: string; readonly detail?: string; readonly region: RegionName | 'all' }[] = [
  { label: 'All regions', detail: 'Films of any bone', region: 'all' },
  ...regionNames.map((region) => ({ label: `${region.charAt(0).toUpperCase()}${region.slice(1).replace('-', ' ')}`, region })),
];
