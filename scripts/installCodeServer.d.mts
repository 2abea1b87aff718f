export function installCodeServer(): Promise<{ readonly node: string; readonly codeServer: string }>;
