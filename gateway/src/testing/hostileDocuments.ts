/** Repeats a part of a document. */
export const many = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => part(i)).join(" ");

const nested = (depth: number) => `${"{ manager ".repeat(depth)}{ id }${" }".repeat(depth)}`;

export type HostileDocument = [
  name: string,
  document: (salt: string) => string,
  /** As JSON text: some of them are too deep for JSON.stringify. */
  variables?: string,
];

/** What people send to bring a gateway down, in terms of the test shop. A salt makes each text a new one for caches. */
export const hostileDocuments: HostileDocument[] = [
  ["10,000 aliases", (salt) => `{ ${many(10_000, (i) => `${salt}${i}: whoAmI`)} }`],
  ["as many aliases as tokens allow", (salt) => `{ ${many(600, (i) => `${salt}${i}: whoAmI`)} }`],
  [
    "fragments that spread each other",
    (salt) =>
      `{ ...${salt}a } fragment ${salt}a on Query { ...${salt}b } fragment ${salt}b on Query { ...${salt}a }`,
  ],
  [
    "a fragment that spreads itself below a field",
    (salt) => `{ people { ...${salt} } } fragment ${salt} on Person { manager { ...${salt} } }`,
  ],
  [
    "fragments that double at each of 200 steps",
    (salt) =>
      `{ people { ...${salt}0 } } ${many(150, (i) => `fragment ${salt}${i} on Person { ...${salt}${i + 1} ...${salt}${i + 1} }`)} fragment ${salt}150 on Person { id }`,
  ],
  [
    "fragments with fields that double",
    (salt) =>
      `{ people { ...${salt}0 } } ${many(30, (i) => `fragment ${salt}${i} on Person { a: manager { ...${salt}${i + 1} } b: manager { ...${salt}${i + 1} } }`)} fragment ${salt}30 on Person { id }`,
  ],
  ["nesting of 20", (salt) => `query ${salt} { person(id: "1") ${nested(20)} }`],
  ["nesting of 500", (salt) => `query ${salt} { person(id: "1") ${nested(500)} }`],
  ["nesting of 100,000", (salt) => `query ${salt} ${"{ a ".repeat(20_000)}`],
  [
    "a list literal nested 100,000 deep",
    (salt) => `query ${salt} { people(first: ${"[".repeat(50_000)}) { id } }`,
  ],
  ["a megabyte of fields", (salt) => `{ ${many(100_000, () => "whoAmI")} ${salt} }`],
  ["a megabyte in one string", (salt) => `query ${salt} { person(id: "${"x".repeat(1_000_000)}") { id } }`],
  [
    "a megabyte in one block string",
    (salt) => `query ${salt} { person(id: """${"\n  x".repeat(200_000)}""") { id } }`,
  ],
  ["a megabyte of comments", (salt) => `#${"x".repeat(1_000_000)}\n query ${salt} { whoAmI }`],
  ["a megabyte of braces", () => "{".repeat(1_000_000)],
  [
    "10,000 directives on one field",
    (salt) => `query ${salt} { whoAmI ${"@skip(if: false) ".repeat(10_000)} }`,
  ],
  [
    "as many unknown directives as tokens allow",
    (salt) => `query ${salt} { whoAmI ${many(900, (i) => `@d${i}`)} }`,
  ],
  [
    "the same field as often as tokens allow",
    (salt) => `query ${salt} { people { ${many(1_900, () => "id")} } }`,
  ],
  ["21 root fields", (salt) => `query ${salt} { ${many(21, () => "whoAmI")} }`],
  [
    "root fields hidden in fragments",
    (salt) =>
      `{ ...${salt}a ...${salt}a } fragment ${salt}a on Query { ${many(15, (i) => `a${i}: whoAmI`)} }`,
  ],
  ["500 operations", (salt) => many(300, (i) => `query ${salt}${i} { whoAmI }`)],
  ["1,000 variables", (salt) => `query ${salt}(${many(480, (i) => `$v${i}: Int`)}) { whoAmI }`],
  [
    "introspection that goes round in circles",
    (salt) =>
      `query ${salt} { __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`,
  ],
  [
    "introspection many times over",
    (salt) => `query ${salt} { ${many(25, (i) => `s${i}: __schema { types { name fields { name } } }`)} }`,
  ],
  [
    "a variable nested 100,000 deep",
    (salt) => `query ${salt}($id: ID!) { person(id: $id) { id } }`,
    `{"id":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
  ],
  [
    "a list of 100,000 wrong values",
    (salt) => `query ${salt}($n: Int) { people(first: $n) { id } }`,
    `{"n":[${Array<string>(100_000).fill('"x"').join(",")}]}`,
  ],
];
