import type { Element } from '../../core/dicom/dataset';
import { tagOf } from '../../core/dicom/dictionary';
import type { DicomFile } from '../../core/dicom/readDicom';
import { describeDicom, describeInstance } from './describeDicom';
import type { ImageHeader } from './imageHeader';

/** A described file: its header's bytes, which the next file's may overwrite where they were read. */
type Described = { readonly file: DicomFile; readonly bytes: Uint8Array; readonly room: number; readonly header: ImageHeader };

/**
 * `describeDicom` for one file after the other: most are slices of the same series, and what is equal in two headers, byte for byte, has not to be
 * decoded again. Deflated files are left to `describeDicom`.
 */
export function headerDescriber(): (file: DicomFile, size: number) => ImageHeader {
  let last: Described | null = null;
  return (file, size) => {
    if (last !== null && isAlike(last, file, size)) return { ...last.header, ...describeInstance(file.dataset) };
    const header = describeDicom(file, size);
    last = file.syntax.deflated ? null : { file, bytes: file.dataset.bytes.slice(0, file.dataset.end), room: roomOf(file, size), header };
    return header;
  };
}

/** What differs between the slices of a series: no field of a header is made of these but those of `describeInstance`. */
const ofInstance: ReadonlySet<number> = new Set([
  ...[0x00080012, 0x00080013, 0x00080023, 0x0008002a, 0x00080032, 0x00080033, 0x00081140, 0x00082112],
  ...[tagOf('SOPInstanceUID'), tagOf('InstanceNumber'), tagOf('ImagePositionPatient'), 0x00201041],
]);

/** Private elements, and the groups between the picture's and the functional groups', say nothing of what a header has. */
const counts = (tag: number): boolean => (tag & 0x10000) === 0 && (tag < 0x00290000 || tag >= 0x52000000) && !ofInstance.has(tag);

const roomOf = ({ pixels }: DicomFile, size: number): number => (pixels === null ? 0 : size - pixels.valueStart);

/** Whether two headers say the same of all but the instance, and the second file has as much room for its pixels as the first. */
function isAlike({ file: { syntax, dataset, pixels }, bytes, room }: Described, file: DicomFile, size: number): boolean {
  const others = file.dataset.elements;
  if (file.syntax.uid !== syntax.uid || file.pixels?.tag !== pixels?.tag || file.pixels?.length !== pixels?.length) return false;
  if (roomOf(file, size) < room || others.length !== dataset.elements.length) return false;
  return dataset.elements.every((element, index) => isSame(bytes, element, file.dataset.bytes, others[index]));
}

function isSame(bytes: Uint8Array, element: Element, otherBytes: Uint8Array, other: Element | undefined): boolean {
  if (other?.tag !== element.tag || other.vr !== element.vr) return false;
  if (!counts(element.tag)) return true;
  const length = element.valueEnd - element.valueStart;
  if (other.valueEnd - other.valueStart !== length) return false;
  for (let i = 0; i < length; i += 1) if (bytes[element.valueStart + i] !== otherBytes[other.valueStart + i]) return false;
  return true;
}
