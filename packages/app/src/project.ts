/** A file of this project, by its path from the root. */
export function projectFile(path: string): URL {
  return new URL(`../../../${path}`, import.meta.url);
}
