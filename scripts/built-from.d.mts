/** What the build makes. */
export const built: readonly string[];
export function markBuilt(folder: string): void;
export function isCurrent(folder: string): boolean;
