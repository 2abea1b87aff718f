export function bundleHostTests(): Promise<readonly string[]>;
