/** SOP classes without pictures, or whose pictures are no films, by UID prefix, longest first where they overlap (PS3.4 Annex B). */
const names: readonly (readonly [string, string])[] = [
  ['1.2.840.10008.1.3.10', 'a DICOMDIR (the directory of a disc)'],
  ['1.2.840.10008.5.1.4.1.1.11.', 'a presentation state'],
  ['1.2.840.10008.5.1.4.1.1.88.59', 'a key object selection'],
  ['1.2.840.10008.5.1.4.1.1.88.67', 'a radiation dose report'],
  ['1.2.840.10008.5.1.4.1.1.88.', 'a structured report'],
  ['1.2.840.10008.5.1.4.1.1.104.', 'an encapsulated document'],
  ['1.2.840.10008.5.1.4.1.1.9.', 'a waveform'],
  ['1.2.840.10008.5.1.4.1.1.66.1', 'a spatial registration'],
  ['1.2.840.10008.5.1.4.1.1.66.4', 'a segmentation'],
  ['1.2.840.10008.5.1.4.1.1.66.7', 'a segmentation'],
  ['1.2.840.10008.5.1.4.1.1.66', 'raw data'],
  ['1.2.840.10008.5.1.4.1.1.67', 'a real world value mapping'],
  ['1.2.840.10008.5.1.4.1.1.91.1', 'annotations of a microscope slide'],
  ['1.2.840.10008.5.1.4.1.1.481.2', 'a radiotherapy dose'],
  ['1.2.840.10008.5.1.4.1.1.481.3', 'a radiotherapy structure set'],
  ['1.2.840.10008.5.1.4.1.1.481.5', 'a radiotherapy plan'],
  ['1.2.840.10008.5.1.4.1.1.481.', 'a radiotherapy object'],
];

/** What a SOP class is, with its article, for a sentence; `a DICOM object` for those that are not in the list. */
export const objectName = (sopClass: string): string => names.find(([prefix]) => sopClass.startsWith(prefix))?.[1] ?? 'a DICOM object';
