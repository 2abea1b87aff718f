import { compareText } from '../dataset/compareText';
import type { HitRule } from '../statistics/detection';
import { alikeNumbers } from './alikeNumbers';
import { caseFactors } from './caseFactors';
import type { CaseChoice, ChosenCases, RunCase } from './caseReport';
import type { Case, CaseTable } from './caseTable';
import { calledIndex } from './reportClasses';
import { countBoxes, diceOfCase, hitRule } from './reportDrawn';
import { differenceOf } from './reportNumbers';

type Told = Omit<RunCase, 'image' | 'patient'>;

/** The chosen cases, the worst first. */
export function pickCases(table: CaseTable, choice: CaseChoice, limit: number): ChosenCases {
  const chosen = table.cases.filter(testOf(table, choice)).map((one) => ({ one, told: tell(table, one) }));
  const sorted = chosen.toSorted((a, b) => b.told.size - a.told.size || compareText(a.one.image, b.one.image));
  return {
    total: chosen.length,
    cases: sorted.slice(0, limit).map(({ one, told }) => ({ image: one.image, patient: one.patient, ...told })),
  };
}

function testOf(table: CaseTable, choice: CaseChoice): (one: Case) => boolean {
  if (choice.kind === 'worst') return () => true;
  if (choice.kind === 'cell')
    return (one) =>
      table.classes.indexOf(String(one.label)) === choice.label && calledIndex(table, one, choice.threshold) === choice.called;
  const factor = caseFactors(table).find(({ name }) => name === choice.factor);
  return (one) => factor?.read(one).includes(choice.value) === true;
}

function tell(table: CaseTable, one: Case): Told {
  if (table.task === 'regression') return tellNumber(table, one);
  if (table.task === 'classification') return tellClass(table, one);
  return table.task === 'detection' ? tellBoxes(one, hitRule(table)) : tellMask(one);
}

function tellNumber({ unit }: CaseTable, one: Case): Told {
  const difference = differenceOf(one);
  const [label = '', prediction = ''] = alikeNumbers([Number(one.label), Number(one.prediction)]);
  const [away = ''] = alikeNumbers([difference]);
  const inUnit = unit === '' ? '' : ` ${unit}`;
  return {
    label: `${label}${inUnit}`,
    prediction: `${prediction}${inUnit}`,
    error: `${difference > 0 ? '+' : ''}${away}${inUnit}`,
    size: Math.abs(difference),
  };
}

/** Two decimals, but a probability that is not quite 0 or 1 never looks as if it were. */
const shareText = (share: number): string =>
  share > 0 && share < 0.005 ? '< 0.01' : share < 1 && share > 0.995 ? '> 0.99' : share.toFixed(2);

function tellClass({ classes }: CaseTable, one: Case): Told {
  const own = one.probabilities[classes.indexOf(String(one.label))] ?? 0;
  const top = one.probabilities.reduce((best, value, at) => (value > (one.probabilities[best] ?? 0) ? at : best), 0);
  const told = classes.length === 2 ? 1 : top;
  return {
    label: String(one.label),
    prediction: `${classes[told] ?? ''} ${shareText(one.probabilities[told] ?? 0)}`,
    error: `${shareText(own)} for the label`,
    size: 1 - own,
  };
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 'es'}`;

function tellBoxes(one: Case, rule: HitRule): Told {
  const { hit, missed, false: wrong } = countBoxes(one, rule);
  const errors = [...(missed > 0 ? [`${missed} missed`] : []), ...(wrong > 0 ? [`${wrong} false`] : [])];
  return {
    label: counted(hit + missed, 'box'),
    prediction: counted(hit + wrong, 'box'),
    error: errors.length === 0 ? 'all found' : errors.join(', '),
    // A missed box weighs as much as a false one; of equal counts the surer mistake comes first.
    size: missed + wrong + 0.5 * Math.min(1, one.score ?? 0),
  };
}

function tellMask(one: Case): Told {
  const dice = diceOfCase(one);
  return {
    label: `${(100 * Number(one.label)).toFixed(1)} % of image`,
    prediction: `${(100 * Number(one.prediction)).toFixed(1)} % of image`,
    error: `Dice ${dice.toFixed(2)}`,
    size: 1 - dice,
  };
}
