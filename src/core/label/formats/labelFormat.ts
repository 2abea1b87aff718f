/** Foreign formats of labels: `yolo` holds boxes, `yolo-seg` outlines, `seg` DICOM segmentations. */
export const labelFormats = ['coco', 'yolo', 'yolo-seg', 'voc', 'csv', 'seg'] as const;

export type LabelFormat = (typeof labelFormats)[number];
