/** A list of names as the object that type-graphql registers an enum from: each name is its own value. */
export function asEnum<const Names extends readonly string[]>(names: Names): { [Name in Names[number]]: Name } {
  return Object.fromEntries(names.map((name) => [name, name])) as { [Name in Names[number]]: Name };
}
