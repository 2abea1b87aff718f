import { readSync } from 'node:fs';

/** Where one prepared image lies: in an open file of this process, from a byte offset on. */
export type PackPlace = { readonly fd: number; readonly offset: number };

/** Reads prepared images. */
export type PackReader = {
  /** Rows x columns values 0..65535; the array is used again by the next call. */
  read(sha256: string): Uint16Array;
};

/** Reads images of `values` values each from open packs; several threads may have each its own. */
export function packReader(places: ReadonlyMap<string, PackPlace>, values: number): PackReader {
  const pixels = new Uint16Array(values);
  return {
    read: (sha256) => {
      const place = places.get(sha256);
      if (place === undefined) throw new Error('An image was asked for that is not in the cache.');
      if (readSync(place.fd, pixels, 0, values * 2, place.offset) !== values * 2)
        throw new Error('The image cache was cut off during the run.');
      return pixels;
    },
  };
}
