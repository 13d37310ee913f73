const form = /^\d{17}[\dX]$/;
/** (2^(18-i) mod 11) for the positions of the number, and what each remainder is written as. */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkDigits = "10X98765432";

/** Whether it has the form of a Chinese resident's identity number; any other document is taken as it is. */
export function looksLikeResidentId(idNumber: string): boolean {
  return form.test(idNumber.toUpperCase());
}

/**
 * What is wrong with a resident's identity number, or null: its day of birth must exist, and its last place must be the
 * check digit (GB 11643-1999, which is ISO 7064 MOD 11-2).
 */
export function residentIdFault(idNumber: string): "DATE" | "CHECK_DIGIT" | null {
  const digits = idNumber.toUpperCase();
  if (!isDate(digits.slice(6, 14))) return "DATE";
  return checkDigitOf(digits) === digits[17] ? null : "CHECK_DIGIT";
}

/** The last place that belongs to the first seventeen. */
export function checkDigitOf(digits: string): string | undefined {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return checkDigits[sum % 11];
}

function isDate(digits: string): boolean {
  const text = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
