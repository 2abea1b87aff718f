/** Foreign formats of labels: `yolo` holds boxes, `yolo-seg` outlines. */
export const labelFormats = ['coco', 'yolo', 'yolo-seg', 'voc', 'csv'] as const;

export type LabelFormat = (typeof labelFormats)[number];
