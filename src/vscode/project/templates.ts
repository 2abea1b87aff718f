/** A template as the New Project picker shows it; `id` is its folder under `templates/`. */
export type TemplateChoice = { readonly id: string; readonly title: string; readonly detail: string };

/** The templates that can be picked, in order. */
export const templateChoices: readonly TemplateChoice[] = [
  { id: 'bone-age', title: 'Bone age', detail: 'A number from one radiograph: months of bone age from a hand film' },
  {
    id: 'fractures',
    title: 'Fractures',
    detail: 'Yes or no from one radiograph: is a fracture visible? Made for FracAtlas, fits your own films',
  },
];
