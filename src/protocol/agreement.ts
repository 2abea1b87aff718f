import type { Part } from '../core/dataset/split';
import type { AgreementReport } from '../core/label/agreementReport';
import type { ConsensusOutcome } from '../core/label/consensusOutcome';
import type { ConsensusRules } from '../core/label/consensusRule';
import type { Label } from '../core/label/label';

/** Whose labels are compared, and in which images; null stands for all. */
export type AgreementChoice = { readonly readers: readonly string[] | null; readonly part: Part | null };

/** What the page shows. */
export type AgreementSession = {
  /** The project's folder, by which the page is found again after a reload of the window. */
  readonly project: string;
  /** The project's name. */
  readonly title: string;
  readonly report: AgreementReport;
};

/** Which consensus labels are to be made, and how. */
export type ConsensusRequest = AgreementChoice & {
  /** One image; null for all on which the readers agree. */
  readonly image: string | null;
  readonly rules: ConsensusRules;
  /** For the one image: decides also where the readers differ. */
  readonly settled: ConsensusRules;
  readonly status: Label['status'];
  readonly replace: boolean;
};

/** The contract of the page about the agreement of readers; everything is computed in a process of its own. */
export type AgreementPage = {
  readonly requests: {
    readonly open: (choice: AgreementChoice) => AgreementSession;
    /** Ends the computing that is under way; `open` is then refused. */
    readonly cancel: () => void;
    /** Opens one image beside the page, or several side by side. */
    readonly openImages: (images: readonly string[]) => void;
    /** Opens what a reader says of an image, beside the page; `consensus` is a reader, too. */
    readonly openLabel: (label: { readonly reader: string; readonly image: string }) => void;
    readonly makeConsensus: (request: ConsensusRequest) => ConsensusOutcome;
    readonly openProtocol: () => void;
    readonly showDataset: () => void;
    readonly importImages: () => void;
  };
  readonly events: {
    /** The project's files have changed: what is shown is to be asked for again. */
    readonly changed: true;
    /** How far the work is, in a few words. */
    readonly progress: string;
  };
};
