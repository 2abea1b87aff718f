/** Milliseconds since midnight of a DICOM time (TM, PS3.5 6.2: `HHMMSS.FFFFFF`, shorter, or with colons as of old); null where it is none. */
export function clockMs(time: string): number | null {
  const parts = /^(\d{2})(?::?(\d{2})(?::?(\d{2})(\.\d{1,6})?)?)?/.exec(time.trim());
  if (parts === null) return null;
  const [, hours = '0', minutes = '0', seconds = '0', fraction = '0'] = parts;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds) + Number(fraction)) * 1000;
}
