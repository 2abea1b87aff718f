import type { LabelKind } from '../../../src/core/label/protocol';
import { intervalTool } from './intervalTool';
import { outlineTool } from './outlineTool';
import { angleTool, boxTool, cobbTool, lengthTool, pointTool } from './pointsTool';
import type { ToolMaker } from './tool';

/** The tool of each kind that is drawn but masks, whose tool needs what shows them. */
export const toolMakers: Partial<Readonly<Record<LabelKind, ToolMaker>>> = {
  box: boxTool,
  outline: outlineTool,
  length: lengthTool,
  angle: angleTool,
  cobb: cobbTool,
  point: pointTool,
  interval: intervalTool,
};
