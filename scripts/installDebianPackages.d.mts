export function installDebianPackages(names: readonly string[], log?: string): Promise<string | null>;
