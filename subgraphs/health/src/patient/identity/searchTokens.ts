import type { SecretBox } from "@wegraph/kit/secrets";
import type { Identity } from "./identity.ts";

/** 96 bits of a keyed hash: too many to meet by chance, and a third of the index. */
const tokenLength = 16;

/**
 * How a patient is found though who they are is sealed: keyed hashes of what people look for, each of one tenant only, so
 * that the same name in two tenants has nothing in common. By name (its first character, and each pair of neighbours), by
 * phone and identity number (whole, and the last four places).
 */
export class SearchTokens {
  constructor(private readonly secrets: Pick<SecretBox, "blindIndex">) {}

  of(tenantId: string, { name, phone, idNumber, contacts }: Identity): string[] {
    const phones = [phone, ...contacts.map((contact) => contact.phone)].filter((each) => each !== null);
    const terms = [
      ...nameTerms(name),
      ...phones.flatMap((each) => placeTerms("phone", digitsOf(each))),
      ...(idNumber ? placeTerms("id", comparable(idNumber)) : []),
    ];
    return [...new Set(terms)].map((term) => this.hash(tenantId, term));
  }

  /** The tokens of what was typed: one of these sets must be there as a whole. */
  wanted(tenantId: string, typed: string): string[][] {
    return termsFor(typed).map((terms) => terms.map((term) => this.hash(tenantId, term)));
  }

  /** The tokens of somebody of this name: each has them all, and few others do. */
  ofName(tenantId: string, name: string): string[] {
    return nameTerms(name).map((term) => this.hash(tenantId, term));
  }

  ofIdNumber(tenantId: string, idNumber: string): string {
    return this.hash(tenantId, `id:${comparable(idNumber)}`);
  }

  private hash(tenantId: string, term: string): string {
    return this.secrets.blindIndex(`health-patient ${tenantId} ${term}`).slice(0, tokenLength);
  }
}

/** What typed text can mean: part of a name, or the end or the whole of a number. */
function termsFor(typed: string): string[][] {
  const text = comparable(typed);
  const found: string[][] = [];
  const characters = Array.from(text);
  if (characters.length === 1) found.push([`first:${text}`]);
  else if (characters.length > 1) found.push(pairs(characters).map((pair) => `pair:${pair}`));
  const digits = digitsOf(text);
  if (/^\+?\d{7,}$/.test(text)) found.push([`phone:${digits}`]);
  if (/^[\da-z]{5,}$/.test(text)) found.push([`id:${text}`]);
  if (/^\d{3}[\dx]$/.test(text)) found.push([`phone-end:${text}`], [`id-end:${text}`]);
  return found;
}

function nameTerms(name: string): string[] {
  const characters = Array.from(comparable(name));
  return [
    ...characters.slice(0, 1).map((first) => `first:${first}`),
    ...pairs(characters).map((pair) => `pair:${pair}`),
  ];
}

function placeTerms(kind: "phone" | "id", value: string): string[] {
  return value.length < 4 ? [`${kind}:${value}`] : [`${kind}:${value}`, `${kind}-end:${value.slice(-4)}`];
}

function pairs(characters: readonly string[]): string[] {
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`);
}

/** As names and numbers are compared: without case, spaces, and the marks that stand between the parts of a name. */
export function comparable(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s·.'’-]/g, "");
}

function digitsOf(text: string): string {
  const digits = text.replaceAll(/\D/g, "");
  // Written with the country's code or without it, it is the same phone.
  return /^86\d{11}$/.test(digits) ? digits.slice(2) : digits;
}
