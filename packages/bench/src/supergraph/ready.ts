const mark = "READY ";

/** A child process's one word to its parent: that it answers, and where. */
export function tellReady(value: object): void {
  process.stdout.write(`${mark}${JSON.stringify(value)}\n`);
}

export function readReady(output: string): unknown {
  const line = output.split("\n").find((each) => each.startsWith(mark));
  return line === undefined ? undefined : JSON.parse(line.slice(mark.length));
}
