/** What a network can learn: a number, a category, boxes, or the pixels within outlines and masks. */
export type TaskName = 'regression' | 'classification' | 'detection' | 'segmentation';

/** True where a network says something of every place of an image, and a prediction is a list of marks. */
export const isDrawnTask = (task: TaskName): boolean => task === 'detection' || task === 'segmentation';
