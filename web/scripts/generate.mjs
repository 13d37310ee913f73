// Types of every operation, from the schema in docs/api. This calls the codegen core directly: the
// command line around it brings two hundred packages, one of which wants a newer Node than we promise.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { preset } from "@graphql-codegen/client-preset";
import { codegen } from "@graphql-codegen/core";
import { buildSchema, concatAST, parse, validate } from "graphql";
import { readOperations, readPlainOperations } from "./operations.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const sdl = readFileSync(join(root, "../docs/api/schema.graphql"), "utf8");
const schema = buildSchema(sdl, { assumeValidSDL: true });
const operations = readOperations(join(root, "src"));

const documents = [
  ...operations.map(({ document }) => document),
  ...readPlainOperations(join(root, "src")).map((text) => parse(text)),
];
const problems = validate(schema, concatAST(documents), undefined, {
  maxErrors: 50,
});
if (problems.length > 0) {
  for (const { message } of problems) console.error(message);
  process.exit(1);
}

const sections = await preset.buildGeneratesSection({
  baseOutputDir: "./",
  presetConfig: { fragmentMasking: false },
  schema: parse(sdl),
  schemaAst: schema,
  documents: operations.map(({ file, source, document }) => ({
    location: file,
    rawSDL: source,
    document,
  })),
  config: {
    enumsAsTypes: true,
    useTypeImports: true,
    scalars: { ID: "string", DateTime: "string", DateTimeISO: "string", JSON: "unknown" },
  },
  pluginMap: {},
  plugins: [],
  pluginContext: {},
});

mkdirSync(join(root, "src/gql"), { recursive: true });
for (const section of sections) {
  if (section.filename.endsWith("index.ts")) continue;
  const text = await codegen(section);
  writeFileSync(join(root, "src/gql", section.filename), text.replaceAll("'./graphql'", "'./graphql.ts'"));
}
console.log(`${operations.length} operations and fragments typed.`);
