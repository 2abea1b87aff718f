/** An invented manufacturer and its habits. */
export type Maker = {
  readonly name: string;
  readonly model: string;
  readonly agesInMonths: boolean;
  readonly writesPixelSpacing: boolean;
  readonly window: { readonly center: number; readonly width: number };
};

/** The makers of demo films. */
export const makers: readonly [Maker, ...Maker[]] = [
  { name: 'Northlight Imaging', model: 'Boreal 2', agesInMonths: true, writesPixelSpacing: false, window: { center: 2048, width: 4096 } },
  { name: 'Quietwave Medical', model: 'QW-DR 40', agesInMonths: false, writesPixelSpacing: true, window: { center: 1900, width: 3600 } },
  { name: 'Saltmarsh Devices', model: 'Tern', agesInMonths: false, writesPixelSpacing: false, window: { center: 1950, width: 3300 } },
];
