import { comparable } from "../identity/searchTokens.ts";

/** What tells people apart, of a row or of a file that is there. */
export interface Person {
  /** Their own number, or null; one that the platform gave says nothing of who it is. */
  ownNumber: string | null;
  idNumber: string | null;
  name: string;
  /** YYYY-MM-DD. */
  birthDate: string;
}

export const matches = ["ID_NUMBER", "RECORD_NUMBER", "NAME_AND_BIRTH_DATE"] as const;
export type PersonMatch = (typeof matches)[number];

/**
 * By what two entries are about the same person, or null. Documents decide where both have one; a number of the tenant's own
 * that both have means the same person unless neither name nor day of birth agree, which is a CLASH; and the same name and
 * day of birth do, unless the tenant gave them two numbers.
 */
export function matchOf(one: Person, other: Person): PersonMatch | "CLASH" | null {
  const isSameNumber = one.ownNumber !== null && one.ownNumber === other.ownNumber;
  if (one.idNumber !== null && other.idNumber !== null) {
    if (comparable(one.idNumber) === comparable(other.idNumber)) return "ID_NUMBER";
    return isSameNumber ? "CLASH" : null;
  }
  const isSameName = comparable(one.name) === comparable(other.name);
  const isSameDay = one.birthDate === other.birthDate;
  if (isSameNumber) return isSameName || isSameDay ? "RECORD_NUMBER" : "CLASH";
  const areNumberedApart = one.ownNumber !== null && other.ownNumber !== null;
  return isSameName && isSameDay && !areNumberedApart ? "NAME_AND_BIRTH_DATE" : null;
}

/** Whom of some a person is, by the strongest sign; else who has their number. */
export function findMatch<Other extends Person>(
  person: Person,
  others: readonly Other[],
): { other: Other; match: PersonMatch | "CLASH" } | null {
  const found = others.flatMap((other) => {
    const match = matchOf(person, other);
    return match ? [{ other, match }] : [];
  });
  return (
    found.toSorted((one, other) => strength.indexOf(one.match) - strength.indexOf(other.match))[0] ?? null
  );
}

const strength: readonly (PersonMatch | "CLASH")[] = [...matches, "CLASH"];

/** People by whatever may be the same of another, so that each is only compared with few. */
export class PeopleIndex<Entry extends Person> {
  private readonly places = new Map<string, Entry[]>();

  constructor(entries: Iterable<Entry> = []) {
    for (const entry of entries) this.add(entry);
  }

  add(entry: Entry): void {
    for (const key of keysOf(entry)) {
      const known = this.places.get(key);
      if (known) known.push(entry);
      else this.places.set(key, [entry]);
    }
  }

  find(person: Person): { other: Entry; match: PersonMatch | "CLASH" } | null {
    return findMatch(person, [...new Set(keysOf(person).flatMap((key) => this.places.get(key) ?? []))]);
  }
}

function keysOf({ ownNumber, idNumber, name, birthDate }: Person): string[] {
  return [
    `person ${birthDate} ${comparable(name)}`,
    ...(ownNumber === null ? [] : [`number ${ownNumber}`]),
    ...(idNumber === null ? [] : [`id ${comparable(idNumber)}`]),
  ];
}
