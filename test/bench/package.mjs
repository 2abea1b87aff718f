import { statSync } from 'node:fs';
import { makePackage, packageBudget } from '../../scripts/makePackage.mjs';

/** The size of the package for this platform. */
export async function measure() {
  const file = await makePackage();
  return { title: 'package', figure: statSync(file).size / 1e6, budget: packageBudget / 1e6, unit: 'MB' };
}
