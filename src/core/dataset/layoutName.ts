/** What an imported folder may look like: found out by its files, any images, DICOM only, or the layout of a public data set. */
export const layoutNames = ['auto', 'files', 'dicom', 'fracatlas', 'graz', 'mura', 'rsna-bone-age'] as const;

export type LayoutName = (typeof layoutNames)[number];
