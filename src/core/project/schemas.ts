import acceptance from '../../../schemas/acceptance.schema.json';
import deid from '../../../schemas/deid.schema.json';
import economics from '../../../schemas/economics.schema.json';
import experiment from '../../../schemas/experiment.schema.json';
import folds from '../../../schemas/folds.schema.json';
import kit from '../../../schemas/kit.schema.json';
import label from '../../../schemas/label.schema.json';
import local from '../../../schemas/local.schema.json';
import monitor from '../../../schemas/monitor.schema.json';
import problem from '../../../schemas/problem.schema.json';
import project from '../../../schemas/project.schema.json';
import protocol from '../../../schemas/protocol.schema.json';
import record from '../../../schemas/record.schema.json';
import runNotes from '../../../schemas/runNotes.schema.json';
import sources from '../../../schemas/sources.schema.json';
import splitLock from '../../../schemas/splitLock.schema.json';
import sweep from '../../../schemas/sweep.schema.json';
import team from '../../../schemas/team.schema.json';

/** The part of JSON Schema (draft 7) that RadSteps's own code reads; Ajv reads the rest. */
export type JsonSchema = {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
};

/** The schemas of a project's files, by name. */
export const schemas = {
  project,
  problem,
  economics,
  team,
  sources,
  deid,
  protocol,
  label,
  splitLock,
  kit,
  experiment,
  record,
  folds,
  sweep,
  runNotes,
  acceptance,
  monitor,
  local,
} satisfies Readonly<Record<string, JsonSchema>>;

/** A name of one of `schemas/<name>.schema.json`. */
export type SchemaName = keyof typeof schemas;

/** Every key that stands anywhere in a schema. */
export function keysOf(schema: JsonSchema): ReadonlySet<string> {
  const inner = [...Object.values(schema.properties ?? {}), ...(schema.items === undefined ? [] : [schema.items])];
  return new Set([...Object.keys(schema.properties ?? {}), ...inner.flatMap((below) => [...keysOf(below)])]);
}
