/** The numbers in what Redis answers to INFO: `name:value` lines under headings. */
export function infoNumbers(info: string): Partial<Record<string, number>> {
  const found: Partial<Record<string, number>> = {};
  for (const line of info.split(/\r?\n/)) {
    const [, name, value] = /^(\w+):(-?\d+(?:\.\d+)?)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) found[name] = Number(value);
  }
  return found;
}
