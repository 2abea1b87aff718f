/** One frame of one file, in the order in which a stack shows them. */
export type StackFrame = {
  /** Index in the session's `files`. */
  readonly file: number;
  /** Frame in the file, from 0. */
  readonly frame: number;
};

/** Frames that are scrolled through as one: a series is split by orientation, echo, phase and time. */
export type Stack = {
  /** What tells it from the other stacks of the session, such as `echo 2` or `axial, 24 slices`; never an identifier. */
  readonly label: string;
  readonly frames: readonly StackFrame[];
  /** Points in time of a time series: `frames` then holds `times.length` groups of equal size, one after the other; milliseconds, or empty where it is none. */
  readonly timesMs: readonly number[];
  /** True where the frames are parallel, evenly spaced slices of one volume, so that three planes can be made of them. */
  readonly isVolume: boolean;
};

/** A file of a session. The page fetches its bytes from `uri`, never by message. */
export type ViewerFile = {
  readonly uri: string;
  /** The file's name for the title bar; it may hold an identity, so that it is shown only with the identifiers. */
  readonly name: string;
  readonly bytes: number;
  /** The pseudonym of the instance that it is, where a label needs it: of an image with many files. */
  readonly instance?: string;
};

/** What a viewer shows. */
export type ViewerSession = {
  readonly kind: 'dicom' | 'nifti' | 'picture';
  /** The image's name in the project, or '' for a file that belongs to none. */
  readonly image: string;
  /** Changes when the same editor shows other files, so that kept state (slice, window, zoom) is not put on another series. */
  readonly key: string;
  readonly files: readonly ViewerFile[];
  readonly stacks: readonly Stack[];
  /** The stack and the frame in it that are shown first. */
  readonly stack: number;
  readonly frame: number;
  /** False while the rest of the series is still being looked for: `changed` follows. */
  readonly isComplete: boolean;
  /** Sentences about files that could not be read, and the like. */
  readonly problems: readonly string[];
  /** True where the editor is opened linked with others, until the user says otherwise. */
  readonly isLinked?: boolean;
  /** True where the page belongs to a label's editor: it then asks for the label. */
  readonly isLabelled?: boolean;
  /** True where the page compares two versions of a label: it then asks for them. */
  readonly isCompared?: boolean;
  /** True where the page shows what runs say of the image: it then asks for that. */
  readonly hasFindings?: boolean;
};

/** What linked viewers share. Positions are millimetres in the patient's frame where both have one, else the part of the stack (0 to 1). */
export type LinkedView = {
  readonly frameOfReference: string;
  readonly positionMm: readonly [number, number, number] | null;
  readonly part: number;
  /** The window in the modality's unit; null leaves it alone. */
  readonly window: { readonly center: number; readonly width: number } | null;
};

/** What the command palette, menus and keybindings of VS Code ask of the page that is in front. */
export type ViewerCommand =
  | 'toggleIdentifiers'
  | 'toggleHeader'
  | 'togglePlanes'
  | 'toggleCine'
  | 'toggleLink'
  | 'toggleInvert'
  | 'fit'
  | 'actualSize'
  | 'rotate'
  | 'flipHorizontally'
  | 'flipVertically'
  | 'autoWindow'
  | 'resetView'
  | 'nextImage'
  | 'previousImage';

/** The contract of the viewer's page. */
export type ViewerPage = {
  readonly requests: {
    /** What to show; answered at once with the file that was opened, the rest of its series follows as `changed`. */
    readonly open: () => ViewerSession;
    /** The view changed and this viewer is linked. */
    readonly link: (view: LinkedView) => void;
    /** True links this viewer with the other linked ones. */
    readonly setLinked: (linked: boolean) => void;
    readonly copy: (text: string) => void;
    /** Milliseconds from the page's start to the first picture, for the log and the benches. */
    readonly painted: (ms: number) => void;
    /** A sentence for the log, without anything of the patient. */
    readonly report: (sentence: string) => void;
  };
  readonly events: {
    readonly changed: ViewerSession;
    readonly linked: LinkedView;
    readonly command: ViewerCommand;
  };
};
