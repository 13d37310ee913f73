import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";

// A shell that does nothing but wait for the end of its input. However this process ends, kill -9
// included, the system closes the pipe, and the shell stops what was left, newest first: the
// application before the servers it uses. SIGINT is a clean stop for each of them (for PostgreSQL
// the fast one, which does not wait for clients).
const script = `
trap '' INT TERM HUP
runs() {
  kill -0 "$1" 2>/dev/null || return 1
  # Nobody may be there to bury the dead: in a container often no process does.
  ! { read -r state < "/proc/$1/stat"; } 2>/dev/null || [ "\${state#*) Z }" = "$state" ]
}
alive=
while read -r verb pid; do
  case $verb in
    watch) alive="$pid $alive" ;;
    forget) rest=; for p in $alive; do [ "$p" = "$pid" ] || rest="$rest $p"; done; alive=$rest ;;
    farewell) exit 0 ;;
  esac
done
for p in $alive; do
  kill -INT "$p" 2>/dev/null || continue
  n=0
  while [ $n -lt 50 ] && runs "$p"; do sleep 0.1; n=$((n + 1)); done
  kill -KILL "$p" 2>/dev/null
done
exit 0
`;

/** Outlives this process just long enough to stop its children, so that none is orphaned for good. */
export class Guardian {
  private readonly shell: ChildProcess;

  constructor() {
    this.shell = spawn("/bin/sh", ["-c", script], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
    // Without a shell the pid files still find the leftovers, at the next start.
    this.shell.on("error", () => {});
    this.shell.stdin?.on("error", () => {});
    this.shell.unref();
  }

  watch(pid: number): void {
    this.shell.stdin?.write(`watch ${pid}\n`);
  }

  forget(pid: number): void {
    this.shell.stdin?.write(`forget ${pid}\n`);
  }

  dismiss(): void {
    this.shell.stdin?.end("farewell\n");
  }
}
