/** Sex as DICOM's Patient's Sex writes it. */
export type Sex = 'F' | 'M';

/** Bone ages in months at which something happens on average, for girls and for boys. */
export type Ages = { readonly F: number; readonly M: number };

/** A centre of ossification that forms after birth: when it appears, and when it is whole (carpals) or joined to its shaft (epiphyses). */
export type OssificationCentre = { readonly appears: Ages; readonly complete: Ages };

const months = (girls: number, boys: number): Ages => ({ F: girls, M: boys });
const centre = (appears: Ages, complete: Ages): OssificationCentre => ({ appears, complete });

const carpalsWhole = months(160, 180);
const distalFusion = months(162, 186);
const middleFusion = months(174, 194);
const proximalFusion = months(172, 192);
const metacarpalFusion = months(180, 200);

/**
 * Centres of the left hand and wrist, ages in months, girls then boys.
 *
 * Typical (median) ages as generally known from the atlases of Greulich and Pyle and of Gilsanz and Ratib, rounded;
 * they make believable pictures and are no reference for reading bone age.
 */
export const ossificationCentres = {
  capitate: centre(months(2, 3), carpalsWhole),
  hamate: centre(months(3, 4), carpalsWhole),
  triquetrum: centre(months(21, 29), carpalsWhole),
  lunate: centre(months(32, 46), carpalsWhole),
  scaphoid: centre(months(50, 67), carpalsWhole),
  trapezium: centre(months(49, 70), carpalsWhole),
  trapezoid: centre(months(51, 73), carpalsWhole),
  pisiform: centre(months(104, 130), months(170, 192)),
  sesamoid: centre(months(129, 153), months(176, 196)),

  radius: centre(months(10, 13), months(206, 222)),
  ulna: centre(months(65, 83), months(198, 214)),

  metacarpal1: centre(months(19, 31), months(172, 192)),
  metacarpal2: centre(months(13, 19), metacarpalFusion),
  metacarpal3: centre(months(13, 21), metacarpalFusion),
  metacarpal4: centre(months(15, 24), metacarpalFusion),
  metacarpal5: centre(months(16, 26), metacarpalFusion),

  proximal1: centre(months(21, 34), proximalFusion),
  proximal2: centre(months(10, 17), proximalFusion),
  proximal3: centre(months(10, 16), proximalFusion),
  proximal4: centre(months(11, 18), proximalFusion),
  proximal5: centre(months(14, 22), proximalFusion),

  middle2: centre(months(16, 26), middleFusion),
  middle3: centre(months(15, 24), middleFusion),
  middle4: centre(months(15, 25), middleFusion),
  middle5: centre(months(23, 41), middleFusion),

  distal1: centre(months(12, 18), distalFusion),
  distal2: centre(months(30, 38), distalFusion),
  distal3: centre(months(18, 29), distalFusion),
  distal4: centre(months(18, 29), distalFusion),
  distal5: centre(months(24, 37), distalFusion),
} as const satisfies Readonly<Record<string, OssificationCentre>>;

/** Names of the centres, such as `capitate`, `metacarpal3`, `distal1`. */
export type CentreName = keyof typeof ossificationCentres;

/** All names, in the table's order. */
export const centreNames = Object.keys(ossificationCentres) as readonly CentreName[];
