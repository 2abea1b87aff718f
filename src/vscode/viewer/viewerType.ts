/** The custom editor of DICOM and NIfTI files, and of any file that a command opens in it. */
export const viewerType = 'radsteps.viewer';

/** The same editor as a choice for PNG and JPEG files, which VS Code itself shows otherwise. */
export const pictureType = 'radsteps.picture';
