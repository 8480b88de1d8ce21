/** Writes the program to `outFolder`, which is replaced only when all of it is there. */
export function build(outFolder: string): Promise<void>;
