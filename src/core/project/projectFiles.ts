import type { SchemaName } from './schemas';

/** The schema of every YAML file of a project that has a fixed path. */
export const yamlSchemas: Readonly<Record<string, SchemaName>> = {
  'radsteps.yaml': 'project',
  '1-problem/problem.yaml': 'problem',
  '1-problem/economics.yaml': 'economics',
  '2-team/team.yaml': 'team',
  '3-data/sources.yaml': 'sources',
  '3-data/deid.yaml': 'deid',
  '4-kit/kit.yaml': 'kit',
  '6-validation/acceptance.yaml': 'acceptance',
  '7-governance/monitor.yaml': 'monitor',
};

/** The columns that a project's hand-written tables must have. */
export const tableColumns: Readonly<Record<string, readonly string[]>> = {
  '2-team/approvals.csv': ['date', 'document', 'version', 'decision', 'approver', 'role', 'expires', 'note'],
  '7-governance/risk.csv': [
    'id',
    'hazard',
    'event_sequence',
    'hazardous_situation',
    'harm',
    'severity',
    'p1',
    'p2',
    'risk',
    'control',
    'control_kind',
    'verification',
    'residual',
    'new_hazards',
    'status',
  ],
  '7-governance/incidents.csv': [
    'id',
    'detected',
    'occurred',
    'severity',
    'patients_affected',
    'model_version',
    'description',
    'containment',
    'root_cause',
    'reportable',
    'action',
    'closed',
  ],
  '7-governance/changes.csv': [
    'id',
    'requested',
    'class',
    'description',
    'risk',
    'tests',
    'inside_plan',
    'approved_by',
    'rollback',
    'release',
    'closed',
  ],
};
