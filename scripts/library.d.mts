/** Writes the library into `outFolder`, which is as far from the package's `data` as `src/data` is. */
export function buildLibrary(outFolder: string): Promise<void>;
