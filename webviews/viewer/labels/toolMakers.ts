import { type LabelDefinition, type LabelKind, regionKinds } from '../../../src/core/label/protocol';
import { intervalTool } from './intervalTool';
import { outlineTool } from './outlineTool';
import { angleTool, boxTool, cobbTool, lengthTool, pointTool } from './pointsTool';
import type { ToolMaker } from './tool';

/** The tool of each kind that is drawn. */
export const toolMakers: Partial<Readonly<Record<LabelKind, ToolMaker>>> = {
  box: boxTool,
  outline: outlineTool,
  length: lengthTool,
  angle: angleTool,
  cobb: cobbTool,
  point: pointTool,
  interval: intervalTool,
};

/** The kinds with which a definition can be drawn: a region as an outline or as a mask, whichever the protocol names; its own comes first. */
export function kindsToDraw({ kind }: LabelDefinition): readonly LabelKind[] {
  const kinds = regionKinds.some((region) => region === kind) ? [kind, ...regionKinds.filter((region) => region !== kind)] : [kind];
  return kinds.filter((one) => toolMakers[one] !== undefined);
}
