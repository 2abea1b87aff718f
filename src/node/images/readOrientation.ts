/** How a PNG or JPEG asks to be shown: EXIF's orientation, 1 (as stored) to 8; 1 where it says nothing. */
export async function readOrientation(file: string): Promise<number> {
  // Sharp is native and slow to load, so only those who ask pay for it.
  const sharp = (await import('sharp')).default;
  const { orientation = 1 } = await sharp(file)
    .metadata()
    .catch(() => ({ orientation: 1 }));
  return orientation;
}
