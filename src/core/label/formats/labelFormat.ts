/** Foreign formats of labels: `yolo` holds boxes, `yolo-seg` outlines, `seg` DICOM segmentations, `sr` DICOM measurement reports. */
export const labelFormats = ['coco', 'yolo', 'yolo-seg', 'voc', 'csv', 'seg', 'sr'] as const;

export type LabelFormat = (typeof labelFormats)[number];
