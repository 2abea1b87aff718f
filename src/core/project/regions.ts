/** A part of the body that a project of fractures may be for. */
export type Region = {
  readonly name: RegionName;
  /** As in "the wrist". */
  readonly phrase: string;
  /** Words of DICOM's Body Part Examined that mean it, in plain capitals. */
  readonly own: readonly string[];
  /** Words that films of it are often filed under although they mean more, or a neighbour. */
  readonly near: readonly string[];
  /** What readers must know there, for the protocol. */
  readonly reading: string;
  /** What films of it don't show, for the intended use. */
  readonly limits: string;
  /** Which films a study has. */
  readonly views: string;
};

export const regionNames = [
  ...(['ankle', 'elbow', 'foot', 'forearm', 'hand', 'hip', 'knee'] as const),
  ...(['lower-leg', 'pelvis', 'shoulder', 'spine', 'wrist'] as const),
] as const;

export type RegionName = (typeof regionNames)[number];

/** Words that don't say where on a limb. */
const upper = ['ARM', 'UPPERLIMB', 'UPPEREXTREMITY'] as const;
const lower = ['LEG', 'LOWERLIMB', 'LOWEREXTREMITY'] as const;

/** The regions, by name. */
export const regions: Readonly<Record<RegionName, Region>> = {
  ankle: {
    name: 'ankle',
    phrase: 'the ankle',
    own: ['ANKLE', 'ANKLEJOINT'],
    near: ['FOOT', 'LOWERLEG', 'TIBFIB', 'TIBIA', 'FIBULA', 'CALCANEUS', ...lower],
    reading:
      "Ankle: look at both malleoli, the tibia's posterior margin, the dome of the talus and the base of the fifth metatarsal. In children a widened growth plate counts only where it is wider than usual for the age; the apophysis of the fifth metatarsal runs along the bone, a break across it.",
    limits:
      'It does not say whether a film is needed: that is decided before, by the rules of your emergency department. Torn ligaments and a widened mortise without a break are not its subject.',
    views: 'frontal (best turned inwards, as a mortise view) and lateral',
  },
  elbow: {
    name: 'elbow',
    phrase: 'the elbow',
    own: ['ELBOW', 'ELBOWJOINT'],
    near: ['HUMERUS', 'UPPERARM', 'FOREARM', 'RADIUS', 'ULNA', ...upper],
    reading:
      'Elbow: in children six centres of ossification appear one after the other and none of them is a loose piece; compare with the age. Displaced fat pads show an effusion, not a break: without a line or a step it is no, with a note. TODO: or do you label an effusion after an injury as a fracture?',
    limits: 'A break of the radial head may show as an effusion only: with pain and displaced fat pads a missing alert means nothing.',
    views: 'frontal and lateral, with a view of the radial head where it was made',
  },
  foot: {
    name: 'foot',
    phrase: 'the foot',
    own: ['FOOT', 'TOE', 'TOES', 'HEEL', 'CALCANEUS', 'FOREFOOT'],
    near: ['ANKLE', ...lower],
    reading:
      'Foot: accessory bones are round with a smooth border all around and are no fractures. Look at the line between the first and second metatarsal bases, and at the heel. Stress fractures may show as a shadow of new bone alone. TODO: yes or no?',
    limits:
      'A widened joint between tarsus and metatarsus without a break is not its subject; stress fractures are often invisible at first.',
    views: 'frontal, oblique and lateral; axial for the heel',
  },
  forearm: {
    name: 'forearm',
    phrase: 'the forearm',
    own: ['FOREARM', 'RADIUS', 'ULNA', 'RADIUSANDULNA'],
    near: ['WRIST', 'ELBOW', ...upper],
    reading:
      'Forearm: both joints belong to the film, because a break of one bone may come with a dislocated joint of the other. In children a bone may be bent without a line: yes, when you would report it.',
    limits: 'It does not look for a dislocated elbow or wrist, which may come with a broken forearm.',
    views: 'frontal and lateral with both joints',
  },
  hand: {
    name: 'hand',
    phrase: 'the hand',
    own: ['HAND', 'FINGER', 'FINGERS', 'THUMB'],
    near: ['WRIST', ...upper],
    reading:
      'Hand: small pieces at the bases of the phalanges are breaks, too. Sesamoids and the canals of vessels are not; growth plates lie at the base of the phalanges and of the first metacarpal, and at the head of the others.',
    limits:
      'Torn tendons and ligaments without a piece of bone are not its subject. Breaks of the carpal bones, the scaphoid above all, may be invisible at first.',
    views: 'frontal and oblique, lateral for a finger',
  },
  hip: {
    name: 'hip',
    phrase: 'the hip',
    own: ['HIP', 'HIPJOINT', 'HIPS'],
    near: ['PELVIS', 'FEMUR', 'THIGH', ...lower],
    reading:
      'Hip: an impacted break of the neck shows as a band of dense bone or a step of the outline only. Breaks near a prosthesis are yes. Compare with the other side where it is on the film.',
    limits:
      'Breaks of the femoral neck and of the trochanters may be invisible on films: with pain on bearing weight after a fall and films without a finding, CT or MR decides, whatever the model says.',
    views: 'pelvis or hip frontal, and a lateral or axial view',
  },
  knee: {
    name: 'knee',
    phrase: 'the knee',
    own: ['KNEE', 'KNEEJOINT', 'PATELLA'],
    near: ['FEMUR', 'LOWERLEG', 'TIBFIB', 'TIBIA', 'FIBULA', ...lower],
    reading:
      'Knee: a level of fat on fluid in a lateral film with a horizontal beam proves a break within the joint: yes, and the box goes around the broken bone if it is seen, else around nothing. A patella in two parts with smooth borders, above and outside, is no fracture.',
    limits: 'Breaks of the tibial plateau may be invisible on films; torn ligaments and menisci are not its subject.',
    views: 'frontal and lateral; tangential for the patella',
  },
  'lower-leg': {
    name: 'lower-leg',
    phrase: 'the lower leg',
    own: ['LEG', 'LOWERLEG', 'TIBFIB', 'TIBIA', 'FIBULA', 'TIBIAANDFIBULA'],
    near: ['ANKLE', 'KNEE', 'LOWERLIMB', 'LOWEREXTREMITY'],
    reading:
      'Lower leg: both joints belong to the film. A toddler may have a fine spiral line of the tibia that shows in one view only, or not until new bone has formed.',
    limits: 'Stress fractures and the fine breaks of toddlers may be invisible on the first films.',
    views: 'frontal and lateral with both joints',
  },
  pelvis: {
    name: 'pelvis',
    phrase: 'the pelvis',
    own: ['PELVIS', 'SACRUM', 'COCCYX', 'ACETABULUM'],
    near: ['HIP', 'HIPS', 'SSPINE'],
    reading:
      'Pelvis: a ring that is broken in one place is mostly broken in a second; look for it, and draw both. Gas in the bowel hides sacrum and posterior ring: what you can not judge is no, with a note.',
    limits:
      'Breaks of the posterior ring and of the sacrum are often invisible on films: after a severe injury CT decides, whatever the model says.',
    views: 'frontal; inlet, outlet or oblique views where they were made',
  },
  shoulder: {
    name: 'shoulder',
    phrase: 'the shoulder',
    own: ['SHOULDER', 'SHOULDERJOINT', 'CLAVICLE', 'SCAPULA', 'ACJOINT'],
    near: ['HUMERUS', 'UPPERARM', ...upper],
    reading:
      'Shoulder: a dislocation without a break is no. Dents of the head and pieces of the socket after a dislocation are breaks. TODO: old ones, too? In the young the growth plate of the humerus crosses the head at an angle and looks like a line.',
    limits: 'It does not look for a dislocation, which is the more urgent finding.',
    views: 'frontal, and axial or along the scapula (Y)',
  },
  spine: {
    name: 'spine',
    phrase: 'the spine',
    own: [
      'SPINE',
      'CSPINE',
      'TSPINE',
      'LSPINE',
      'SSPINE',
      'CTSPINE',
      'TLSPINE',
      'LSSPINE',
      'CERVICALSPINE',
      'THORACICSPINE',
      'LUMBARSPINE',
    ],
    near: ['NECK', 'SACRUM', 'COCCYX'],
    reading:
      'Spine: say how much lower than its neighbours a vertebra must be before it counts (a fifth is usual). TODO: how much here? Old and new can not be told apart on most films. TODO: do old ones count?',
    limits: 'After a severe injury CT decides, and for a fresh break MR. Films of the upper thoracic spine show little.',
    views: 'frontal and lateral; open mouth for the upper neck',
  },
  wrist: {
    name: 'wrist',
    phrase: 'the wrist',
    own: ['WRIST', 'WRISTJOINT', 'SCAPHOID', 'CARPUS'],
    near: ['HAND', 'FOREARM', 'RADIUS', 'ULNA', ...upper],
    reading:
      "Wrist: in children a bulge of the cortex without a line (torus fracture) is yes; an open growth plate is not, unless it is wider than usual for the age or has a step. The scaphoid's own views belong to the study.",
    limits:
      'Breaks of the scaphoid may be invisible on the first films: with tenderness there and films without a finding, follow your guideline (CT, MR, or films again after 10 to 14 days), whatever the model says.',
    views: 'frontal and lateral, with views of the scaphoid where they were made',
  },
};

/** What stands in a project that is for no single region. */
export const allRegions: Omit<Region, 'name'> & { readonly name: 'all' } = {
  name: 'all',
  phrase: 'any bone',
  own: [],
  near: [],
  reading:
    'Every region has pitfalls of its own: growth plates in children, accessory bones in the foot, a patella in two parts. TODO: write down those of the regions that you label.',
  limits:
    'Breaks of the scaphoid, the femoral neck, the sacrum and the tibial plateau may be invisible on films: with pain and films without a finding, CT or MR decides, whatever the model says.',
  views: 'all views of a study, as they were made',
};

/** How a film's body part lies to a region: `unsaid` where the film does not tell. */
export type RegionFit = 'own' | 'near' | 'unsaid' | 'other';

/** Compares Body Part Examined, or a table's word for it, with a region. */
export function fitOfRegion({ own, near }: Pick<Region, 'own' | 'near'>, bodyPart: string): RegionFit {
  const word = bodyPart.toUpperCase().replace(/[^A-Z]/g, '');
  if (word === '' || vague.includes(word)) return 'unsaid';
  if (own.includes(word)) return 'own';
  return near.includes(word) ? 'near' : 'other';
}

/** Words that tell nothing. */
const vague = ['EXTREMITY', 'EXTREMITIES', 'LIMB', 'MIXED', 'OTHER', 'UNKNOWN', 'WHOLEBODY', 'SKELETON', 'BONE'];
