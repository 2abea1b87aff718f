/**
 * Every ninth of "plasma" (van der Walt and Smith 2015, matplotlib, CC0), whose steps look alike and get steadily brighter, also to colour-blind eyes; between them
 * it is at most 6 of 255 off.
 */
const anchors = [
  [13, 8, 135],
  [70, 3, 159],
  [114, 1, 168],
  [156, 23, 158],
  [189, 55, 134],
  [216, 87, 107],
  [237, 121, 83],
  [251, 159, 58],
  [253, 202, 38],
  [240, 249, 33],
] as const;

/** Red, green and blue (0 to 255) of a share from 0 to 1; what lies outside is brought into it. */
export function plasma(share: number): readonly [red: number, green: number, blue: number] {
  const place = Math.min(Math.max(share, 0), 1) * (anchors.length - 1);
  const index = Math.min(Math.floor(place), anchors.length - 2);
  const [low, high] = [anchors[index] ?? anchors[0], anchors[index + 1] ?? anchors[0]];
  const mixed = (channel: 0 | 1 | 2): number => Math.round(low[channel] + (place - index) * (high[channel] - low[channel]));
  return [mixed(0), mixed(1), mixed(2)];
}
