import { describe, expect, test } from "vitest";
import ts from "typescript";

type Words = { [key: string]: string | Words };

const english = import.meta.glob<{ words: Words }>("./en/*.ts", { eager: true });
const chinese = import.meta.glob<{ words: Words }>("./zh-CN/*.ts", { eager: true });
const sources = import.meta.glob<string>("../**/*.tsx", { eager: true, query: "?raw", import: "default" });

const namespaces = Object.keys(english).map((path) => path.replace("./en/", "").replace(".ts", ""));

describe.each(namespaces)("the words of %s", (namespace) => {
  const en = flat(english[`./en/${namespace}.ts`]?.words ?? {});
  const zh = flat(chinese[`./zh-CN/${namespace}.ts`]?.words ?? {});

  test("exist under the same keys in both languages", () => {
    // Chinese has one plural form; English has two.
    const needed = [...en.keys()].filter((key) => !key.endsWith("_one"));

    expect([...zh.keys()].toSorted()).toEqual(needed.toSorted());
  });

  test("speak of the same values in both languages", () => {
    for (const [key, sentence] of zh)
      expect([key, valuesIn(sentence)]).toEqual([key, valuesIn(en.get(key) ?? "")]);
  });

  test("are Chinese in Chinese", () => {
    const untranslated = [...zh].filter(
      ([key, sentence]) =>
        sentence === en.get(key) && /[a-z]{3}/i.test(sentence.replaceAll(/\{\{\w+\}\}/g, "")),
    );

    expect(untranslated).toEqual([]);
  });
});

test("every sentence on the screen comes from the words", () => {
  const found = Object.entries(sources).flatMap(([path, source]) =>
    literalsIn(path, source).map((text) => `${path}: ${text}`),
  );

  expect(found).toEqual([]);
});

function flat(words: Words, prefix = ""): Map<string, string> {
  const entries = Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + key, value]] : [...flat(value, `${prefix}${key}.`)],
  );
  return new Map(entries);
}

function valuesIn(sentence: string): readonly string[] {
  return [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? "").toSorted();
}

const spokenAttributes = new Set(["alt", "aria-label", "helperText", "label", "placeholder", "title"]);
/** The product's name and key caps are the same in every language; so are the fields of a dashed range. */
const anyLanguage = /^(?:Wegraph|Ctrl K|⌘K|Authorization|[^\p{L}]*)$/u;

/** Text between tags and in attributes that are read out. */
function literalsIn(path: string, source: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) found.push(node.text.trim());
    else if (
      ts.isJsxAttribute(node) &&
      spokenAttributes.has(node.name.getText()) &&
      node.initializer &&
      ts.isStringLiteral(node.initializer)
    )
      found.push(node.initializer.text.trim());
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return found.filter((text) => !anyLanguage.test(text));
}
