import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSchema, parse, validate } from "graphql";
import { webhookEventTypes } from "@wegraph/core/webhook/catalogue/catalogue";
import { retryDelaysMs } from "@wegraph/core/webhook/sending/retry.rules";
import { restRoutes } from "@wegraph/gateway/rest/routes/routes";
import { statusOf } from "@wegraph/gateway/errors";
import { errorCodes } from "@wegraph/kit/errors";
import { afterAll, describe, expect, test } from "vitest";

const folder = new URL("../../../docs/api/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), "utf8");
const pages = readdirSync(folder).filter((name) => name.endsWith(".md"));
const schema = buildSchema(read("schema.graphql"), { assumeValidSDL: true });

interface Example {
  page: string;
  language: string;
  code: string;
}

const examples: Example[] = pages.flatMap((page) =>
  [...read(page).matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = "", code = ""]) => ({
    page,
    language,
    code,
  })),
);
const inLanguage = (wanted: string) => examples.filter(({ language }) => language === wanted);

function problemsOf(operation: string): string[] {
  try {
    return validate(schema, parse(operation)).map(({ message }) => message);
  } catch (error) {
    return [String(error)]; // not GraphQL at all
  }
}

describe("the pages for integrators", () => {
  test.each(inLanguage("graphql").map(({ page, code }) => [page, code] as const))(
    "%s shows an operation that the graph answers: %#",
    (_, code) => {
      expect(problemsOf(code)).toEqual([]);
    },
  );

  test("have examples to check", () => {
    expect(inLanguage("graphql").length).toBeGreaterThan(5);
    for (const { page, code } of inLanguage("json"))
      expect(() => JSON.parse(code) as unknown, page).not.toThrow();
  });

  test("link to what is there", () => {
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)]
        .map(([, target = ""]) => target)
        .filter((target) => !existsSync(new URL(target, folder)))
        .map((target) => `${page} → ${target}`),
    );
    expect(broken).toEqual([]);
  });

  test("list every error code with its status, and no other", () => {
    const rows = [...read("errors.md").matchAll(/^\| `([A-Z_]+)` \|.*\| (\d{3}|–) \|$/gm)];
    expect(rows.map(([, code]) => code)).toEqual([...errorCodes]);
    for (const [, code, status] of rows)
      if (status !== "–") expect([code, Number(status)]).toEqual([code, statusOf(code)]);
  });

  test("list every webhook event, and no other", () => {
    const rows = [...read("webhooks.md").matchAll(/^\| `([a-z.-]+\.v\d+)` \| (.+) \|$/gm)];
    expect(rows.map(([, type, description]) => ({ type, description }))).toEqual(
      webhookEventTypes.map(({ type, description }) => ({ type, description })),
    );
  });

  test("tell when a webhook is tried again as it is", () => {
    const units: Record<string, number> = { s: 1_000, min: 60_000, h: 3_600_000 };
    const rows = [...read("webhooks.md").matchAll(/^\| \d \| (\d+) (s|min|h) \|$/gm)];
    expect(rows.map(([, count, unit = ""]) => Number(count) * (units[unit] ?? 0))).toEqual([
      ...retryDelaysMs,
    ]);
  });

  test("list every REST route, and no other", () => {
    const listed = [...read("rest.md").matchAll(/^\| `([A-Z]+ \/api\/[^`]+)` \|/gm)].map(
      ([, route]) => route,
    );
    expect(new Set(listed)).toEqual(new Set(restRoutes.map(({ method, path }) => `${method} ${path}`)));
  });
});

describe("the examples that check a webhook's signature", () => {
  const directory = mkdtempSync(join(tmpdir(), "wegraph-docs-"));
  afterAll(() => rmSync(directory, { recursive: true }));
  // The last one: what stands beside the signature to try it with.
  const body =
    inLanguage("json")
      .filter(({ page }) => page === "webhooks.md")
      .at(-1)
      ?.code.trim() ?? "";
  const signature = /v1,[\w+/=]+/.exec(read("webhooks.md"))?.[0] ?? "";
  const secret = /whsec_[\w+/]{20,}=*/.exec(read("webhooks.md"))?.[0] ?? "";
  const seconds = 1_795_323_720;
  const good = { id: "evt-1", timestamp: String(seconds), signature, body, secret, now: seconds };
  const other = Buffer.from("another secret of twenty-four").toString("base64");
  const attempts = [
    good,
    { ...good, now: seconds + 299 },
    { ...good, signature: `v1,bm90aGluZw== ${signature}` },
    { ...good, body: `${body} ` },
    { ...good, id: "evt-2" },
    { ...good, timestamp: String(seconds + 1) },
    { ...good, secret: `whsec_${other}` },
    { ...good, now: seconds + 301 },
    { ...good, now: seconds - 301 },
    { ...good, signature: signature.replace("v1,", "v2,") },
    { ...good, signature: "" },
    { ...good, signature: "v1," },
    { ...good, timestamp: "soon" },
  ];
  const verdicts = attempts.map((_, i) => i < 3);

  function run(command: string, args: string[]): unknown {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: fileURLToPath(new URL("../../../", import.meta.url)),
      input: JSON.stringify(attempts),
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  }

  test("judge right in TypeScript", () => {
    const [example] = inLanguage("ts");
    const file = join(directory, "verify.ts");
    writeFileSync(
      file,
      `${example?.code}
import { readFileSync } from "node:fs";
const attempts = JSON.parse(readFileSync(0, "utf8")) as Record<string, string>[];
console.log(JSON.stringify(attempts.map(({ id, timestamp, signature, body, secret, now }) => isGenuine(
  secret ?? "",
  { "webhook-id": id ?? "", "webhook-timestamp": timestamp ?? "", "webhook-signature": signature ?? "" },
  Buffer.from(body ?? ""),
  Number(now) * 1_000,
))));`,
    );
    expect(run(process.execPath, ["--import", "@oxc-node/core/register", file])).toEqual(verdicts);
  });

  const hasPython =
    spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 10))"]).status === 0;

  test.skipIf(!hasPython)("judge right in Python", () => {
    const [example] = inLanguage("python");
    const file = join(directory, "verify.py");
    writeFileSync(
      file,
      `${example?.code}
import json, sys
print(json.dumps([
    is_genuine(
        each["secret"],
        {"webhook-id": each["id"], "webhook-timestamp": each["timestamp"], "webhook-signature": each["signature"]},
        each["body"].encode(),
        each["now"],
    )
    for each in json.load(sys.stdin)
]))`,
    );
    expect(run("python3", [file])).toEqual(verdicts);
  });

  const hasGo = spawnSync("go", ["version"]).status === 0;

  test.skipIf(!hasGo)("judge right in Go", () => {
    const [example] = inLanguage("go");
    writeFileSync(join(directory, "go.mod"), "module webhook\n\ngo 1.20\n");
    writeFileSync(
      join(directory, "webhook.go"),
      (example?.code ?? "").replace("package webhook", "package main"),
    );
    writeFileSync(
      join(directory, "main.go"),
      `package main

import (
	"encoding/json"
	"net/http"
	"os"
	"time"
)

func main() {
	var attempts []struct {
		Id, Timestamp, Signature, Body, Secret string
		Now                                    int64
	}
	if json.NewDecoder(os.Stdin).Decode(&attempts) != nil {
		os.Exit(1)
	}
	verdicts := []bool{}
	for _, each := range attempts {
		header := http.Header{}
		header.Set("webhook-id", each.Id)
		header.Set("webhook-timestamp", each.Timestamp)
		header.Set("webhook-signature", each.Signature)
		verdicts = append(verdicts, IsGenuine(each.Secret, header, []byte(each.Body), time.Unix(each.Now, 0)))
	}
	json.NewEncoder(os.Stdout).Encode(verdicts)
}
`,
    );
    expect(run("go", ["-C", directory, "run", "."])).toEqual(verdicts);
  });

  const hasJava = spawnSync("javac", ["-version"]).status === 0;

  test.skipIf(!hasJava)("judge right in Java", () => {
    const [example] = inLanguage("java");
    writeFileSync(join(directory, "Webhooks.java"), example?.code ?? "");
    // No JSON in Java's own library: the attempts come as lines, their parts in base64.
    writeFileSync(
      join(directory, "Main.java"),
      `import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

public class Main {
  static String text(String part) {
    return new String(Base64.getDecoder().decode(part), java.nio.charset.StandardCharsets.UTF_8);
  }

  public static void main(String[] args) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    List<String> verdicts = new ArrayList<>();
    for (String line; (line = in.readLine()) != null; ) {
      String[] parts = line.split(" ", -1);
      Map<String, String> headers = Map.of(
          "webhook-id", text(parts[0]), "webhook-timestamp", text(parts[1]), "webhook-signature", text(parts[2]));
      byte[] body = Base64.getDecoder().decode(parts[3]);
      Instant now = Instant.ofEpochSecond(Long.parseLong(text(parts[5])));
      verdicts.add(String.valueOf(Webhooks.isGenuine(text(parts[4]), headers, body, now)));
    }
    System.out.println(verdicts);
  }
}
`,
    );
    const compiled = spawnSync("javac", ["-d", directory, "Main.java", "Webhooks.java"], {
      cwd: directory,
      encoding: "utf8",
    });
    expect(compiled.stderr).toBe("");
    const lines = attempts.map(({ id, timestamp, signature: given, body: sent, secret: key, now }) =>
      [id, timestamp, given, sent, key, String(now)]
        .map((part) => Buffer.from(part).toString("base64"))
        .join(" "),
    );
    const { stdout } = spawnSync("java", ["-cp", directory, "Main"], {
      input: lines.join("\n"),
      encoding: "utf8",
    });
    expect(JSON.parse(stdout)).toEqual(verdicts);
  });
});
