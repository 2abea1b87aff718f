import { fracAtlas } from './fracAtlas';
import { graz } from './graz';
import { mura } from './mura';
import type { PublicLayout } from './publicLayout';
import { rsnaBoneAge } from './rsnaBoneAge';

/** The public data sets that an import knows by their folders, the most particular first. */
export const publicLayouts: readonly PublicLayout[] = [fracAtlas, graz, mura, rsnaBoneAge];
