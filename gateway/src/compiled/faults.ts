import type { GraphQLFormattedError } from "graphql";
import type { PathKey } from "./types.ts";

/** Below each key of a path, the keys that follow it in some error's path. */
interface Branch {
  /** Some error is about this very place. */
  isFault: boolean;
  readonly below: Map<PathKey, Branch>;
}

/** What went wrong in one execution, in the order it was noticed. */
export class Faults {
  readonly list: GraphQLFormattedError[] = [];
  private tree: Branch | undefined;
  private inTree = 0;

  add(error: GraphQLFormattedError): void {
    this.list.push(error);
  }

  /**
   * Whether the client is told already why nothing can be at `path`: something failed there, above or below, or in
   * another field that takes the whole object with it.
   *
   * @param depth how much of `path` counts
   * @param isFatal whether the failure of another key beside the last one leaves nothing of their object
   */
  explain(path: readonly PathKey[], depth: number, isFatal: (key: PathKey) => boolean): boolean {
    let branch: Branch | undefined = this.upToDate();
    for (let level = 0; level < depth - 1; level += 1) {
      branch = branch.below.get(path[level] ?? "");
      if (!branch) return false;
      if (branch.isFault) return true;
    }
    const last = path[depth - 1];
    for (const key of branch.below.keys()) if (key === last || isFatal(key)) return true;
    return false;
  }

  private upToDate(): Branch {
    this.tree ??= { isFault: false, below: new Map() };
    for (; this.inTree < this.list.length; this.inTree += 1) insert(this.tree, this.list[this.inTree]?.path);
    return this.tree;
  }
}

/** An error without a path explains nothing in particular, so it does not keep others from being reported. */
function insert(root: Branch, path: readonly PathKey[] | undefined): void {
  if (!path || path.length === 0) return;
  let branch = root;
  for (const key of path) {
    const next = branch.below.get(key) ?? { isFault: false, below: new Map<PathKey, Branch>() };
    branch.below.set(key, next);
    branch = next;
  }
  branch.isFault = true;
}
