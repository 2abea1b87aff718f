import type { Dataset } from '../dicom/dataset';
import { readNumbers, readString, readStrings } from '../dicom/value';
import type { FrameGeometry, Point3 } from '../volume/frameGeometry';
import { directionLetters, type PictureDirections } from './edgeLetters';
import { type FrameAttributes, frameAttributes } from './frameAttributes';
import type { FrameFacts, PictureSpacing } from './frameFacts';
import { readFrameRate } from './readFrameRate';
import { identityLines, technicalLines } from './readOverlayLines';
import { readSpacing } from './readSpacing';

/** Reads what a viewer says of a frame (from 0); nothing of it throws for odd values. */
export function readFrameFacts(dataset: Dataset, frame: number): FrameFacts {
  const attributes = frameAttributes(dataset, frame);
  const spacing = readSpacing(dataset, attributes);
  const orientation = readOrientation(attributes);
  return {
    modality: readString(dataset, 'Modality'),
    laterality: readLaterality(dataset, attributes),
    spacing,
    geometry: readGeometry(attributes, orientation, spacing),
    frameOfReference: readString(dataset, frameOfReferenceTag),
    directions:
      orientation === null
        ? patientOrientation(dataset)
        : { right: directionLetters(orientation[0]), down: directionLetters(orientation[1]) },
    frameRate: readFrameRate(dataset),
    technical: technicalLines(dataset, attributes),
    identity: identityLines(dataset),
  };
}

const frameOfReferenceTag = 0x00200052;
const planePositionTag = 0x00209113;
const planeOrientationTag = 0x00209116;
const frameAnatomyTag = 0x00209071;
const frameLateralityTag = 0x00209072;
const imageLateralityTag = 0x00200062;
const lateralityTag = 0x00200060;

const vector = ([x = Number.NaN, y = Number.NaN, z = Number.NaN]: readonly number[]): Point3 => [x, y, z];
const lengthOf = (point: Point3): number => Math.hypot(...point);

/** Unit vectors of the rows and columns; null unless they are two directions at a right angle. */
function readOrientation(attributes: FrameAttributes): readonly [Point3, Point3] | null {
  const numbers = readNumbers(attributes(planeOrientationTag, 'ImageOrientationPatient'), 'ImageOrientationPatient');
  const [right, down] = [vector(numbers.slice(0, 3)), vector(numbers.slice(3, 6))];
  const [across, along] = [lengthOf(right), lengthOf(down)];
  const product = right.reduce((sum, value, axis) => sum + value * (down[axis] ?? 0), 0) / (across * along);
  if (!(across > 0 && along > 0 && Math.abs(product) < 0.1)) return null;
  return [right.map((value) => value / across) as unknown as Point3, down.map((value) => value / along) as unknown as Point3];
}

function readGeometry(
  attributes: FrameAttributes,
  orientation: FrameGeometry['orientation'] | null,
  spacing: PictureSpacing,
): FrameGeometry | null {
  const positionMm = vector(readNumbers(attributes(planePositionTag, 'ImagePositionPatient'), 'ImagePositionPatient'));
  if (orientation === null || spacing.from !== 'patient' || !positionMm.every(Number.isFinite)) return null;
  return { positionMm, orientation, spacingMm: [spacing.rows, spacing.columns] };
}

function patientOrientation(dataset: Dataset): PictureDirections | null {
  const [right = '', down = ''] = readStrings(dataset, 'PatientOrientation');
  return right === '' && down === '' ? null : { right, down };
}

function readLaterality(dataset: Dataset, attributes: FrameAttributes): FrameFacts['laterality'] {
  const own = readString(attributes(frameAnatomyTag, frameLateralityTag), frameLateralityTag);
  const value = own || readString(dataset, imageLateralityTag) || readString(dataset, lateralityTag);
  return value === 'L' || value === 'R' || value === 'B' ? value : '';
}
