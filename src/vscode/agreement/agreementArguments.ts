import type { ConsensusRules } from '../../core/label/consensusRule';
import type { AgreementChoice, ConsensusRequest } from '../../protocol/agreement';

/** The words of the command line that compare readers. */
export const agreementArguments = (choice: AgreementChoice): readonly string[] => ['agreement', '--overview', ...choiceArguments(choice)];

/** The words of the command line that make consensus labels. */
export const consensusArguments = ({ image, rules, settled, status, replace, ...choice }: ConsensusRequest): readonly string[] => [
  'labels',
  'consensus',
  ...choiceArguments(choice),
  ...(image === null ? [] : ['--images', image]),
  ...ruleArguments('--rule', rules),
  ...ruleArguments('--settle', settled),
  ...(status === 'final' ? ['--final'] : []),
  ...(replace ? ['--replace'] : []),
];

const choiceArguments = ({ readers, part }: AgreementChoice): readonly string[] => [
  ...(readers === null ? [] : ['--readers', readers.join(',')]),
  ...(part === null ? [] : ['--part', part]),
];

const ruleArguments = (option: string, rules: ConsensusRules): readonly string[] =>
  Object.entries(rules).flatMap(([name, rule]) => [option, `${name}=${rule}`]);
