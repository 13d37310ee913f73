import { join } from "node:path";
import { Kind, parse, visit } from "graphql";
import { isOperation, manifestOf, registered } from "./manifest.mjs";
import { callsIn, readOperations, readPlainOperations } from "./operations.mjs";

/**
 * Replaces each graphql(`…`) call by its parsed document with the fragments it uses, and the hash it is registered
 * under. Without this the browser would load one map with the operations of all pages before it could show the
 * first of them. A build lists all operations in operations.json, for the gateway to know them by their hashes.
 * @param {string} root
 * @returns {import("vite").Plugin}
 */
export function inlineOperations(root) {
  /** @type {Map<string, import("graphql").FragmentDefinitionNode>} */
  const fragments = new Map();
  /** @type {import("graphql").DocumentNode[]} */
  let operations = [];

  return {
    name: "inline-operations",
    enforce: "pre",
    buildStart() {
      fragments.clear();
      const documents = readOperations(join(root, "src")).map(({ document }) => document);
      for (const definition of documents.flatMap((document) => document.definitions))
        if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
      operations = documents.filter(isOperation).map((document) => withFragments(document, fragments));
    },
    generateBundle() {
      this.emitFile({
        type: "asset",
        fileName: "operations.json",
        source: manifestOf(operations, readPlainOperations(join(root, "src"))),
      });
    },
    transform(code, id) {
      if (!id.includes("/src/") || id.includes("/src/gql/")) return null;
      const calls = callsIn(code);
      if (calls.length === 0) return null;

      let text = code;
      for (const { start, end, source } of calls.toReversed()) {
        const document = withFragments(parse(source, { noLocation: true }), fragments);
        const inlined = isOperation(document)
          ? { ...document, __meta__: { hash: registered(document).id } }
          : document;
        // The line breaks stay, so that an error's line number is still the source's.
        const lines = "\n".repeat(code.slice(start, end).split("\n").length - 1);
        // In brackets, or a fragment that stands for itself would be read as a block of statements.
        text = `${text.slice(0, start)}(${JSON.stringify(inlined)})${lines}${text.slice(end)}`;
      }
      return { code: text, map: null };
    },
  };
}

/**
 * @param {import("graphql").DocumentNode} document
 * @param {ReadonlyMap<string, import("graphql").FragmentDefinitionNode>} fragments
 */
function withFragments(document, fragments) {
  const wanted = new Set();
  /** @param {import("graphql").ASTNode} node */
  const collect = (node) => {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (!fragment || wanted.has(fragment)) return;
        wanted.add(fragment);
        collect(fragment);
      },
    });
  };
  collect(document);
  return { ...document, definitions: [...document.definitions, ...wanted] };
}
