import type { Identity } from "./identity.ts";

/** The identity as a file shows it: the name in full, the rest enough to tell two people apart. */
export function masked({ name, idNumber, phone, address, contacts }: Identity): Identity {
  return {
    name,
    idNumber:
      idNumber && middleMasked(idNumber, idNumber.length >= 15 ? 3 : 1, idNumber.length >= 15 ? 4 : 2),
    phone: phone && maskedPhone(phone),
    address: address && maskedAddress(address),
    contacts: contacts.map((contact) => ({
      ...contact,
      name: maskedName(contact.name),
      phone: contact.phone && maskedPhone(contact.phone),
    })),
  };
}

/** "138****5678". */
function maskedPhone(phone: string): string {
  return phone.length >= 8 ? middleMasked(phone, 3, 4) : middleMasked(phone, 0, 2);
}

/** The province or city, as far as its first six characters go; never a street or a number. */
function maskedAddress(address: string): string {
  const characters = Array.from(address);
  const shown = characters.slice(0, Math.min(6, Math.floor(characters.length / 2))).join("");
  return `${shown.replace(/\d.*$/, "")}****`;
}

function maskedName(name: string): string {
  const [first = "", ...rest] = name;
  return `${first}${"*".repeat(Math.max(1, Math.min(rest.length, 2)))}`;
}

function middleMasked(value: string, head: number, tail: number): string {
  const hidden = Math.max(1, value.length - head - tail);
  return `${value.slice(0, head)}${"*".repeat(hidden)}${value.slice(head + hidden)}`;
}
