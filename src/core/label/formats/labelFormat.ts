/** Foreign formats of labels: `yolo` holds boxes, `yolo-seg` outlines, `seg` DICOM segmentations, `sr` DICOM measurement reports, `nifti` label maps. */
export const labelFormats = ['coco', 'yolo', 'yolo-seg', 'voc', 'csv', 'seg', 'sr', 'nifti'] as const;

export type LabelFormat = (typeof labelFormats)[number];
