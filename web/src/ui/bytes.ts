const units = ["B", "kB", "MB", "GB", "TB"] as const;

/** "1.4 MB": decimal units, as disks and browsers count, with what is worth knowing of the number. */
export function formatBytes(bytes: number, locale: string): string {
  const power = bytes < 1_000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const value = bytes / 1_000 ** power;
  const digits = power === 0 || value >= 100 ? 0 : 1;
  return `${value.toLocaleString(locale, { maximumFractionDigits: digits })} ${units[power] ?? "B"}`;
}
