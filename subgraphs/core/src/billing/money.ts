/** "CNY 299.00", for texts that are not formatted where they are read. */
export function moneyText(minor: number, currency: string): string {
  return `${currency} ${decimal(minor, currency)}`;
}

/** The amount with as many decimals as the currency has. */
export function decimal(minor: number, currency: string): string {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat("en", {
    style: "currency",
    currency,
  }).resolvedOptions();
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  return `${minor < 0 ? "-" : ""}${whole}${digits === 0 ? "" : `.${text.slice(-digits)}`}`;
}
