export function setUp(): Promise<void>;
export function packagesAreInstalled(folder?: string): boolean;
export function findChromium(): Promise<string>;
