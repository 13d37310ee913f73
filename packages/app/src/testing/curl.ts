import { request } from "undici";

/** Does what a `curl` command of the docs does, so that it need not be installed to be tried. */
export async function curl(command: string, env: Readonly<Record<string, string>>) {
  const [program, ...words] = wordsOf(command, env);
  if (program !== "curl") throw new Error(`not curl: ${command}`);
  let url = "";
  let method: string | undefined;
  let body: string | undefined;
  const headers: Record<string, string> = {};
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (!word.startsWith("-")) url = word;
    else if (word === "-X") method = words[++i];
    else if (word === "-d") body = words[++i];
    else if (word === "-H") {
      const [name = "", ...value] = (words[++i] ?? "").split(":");
      headers[name.trim()] = value.join(":").trim();
    } else if (word !== "-N") throw new Error(`curl ${word} is not known here`);
  }
  const answer = await request(url, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers,
    ...(body !== undefined && { body }),
  });
  return { status: answer.statusCode, text: await answer.body.text() };
}

const part = /'([^']*)'|"((?:[^"\\]|\\.)*)"|([^\s'"]+)/gs;

/** As a shell would: parts that stand next to each other are one word, and only single quotes keep a `$`. */
function wordsOf(command: string, env: Readonly<Record<string, string>>): string[] {
  const filled = (text: string) =>
    text.replaceAll(/\$(\w+)/g, (_, name: string) => env[name] ?? missing(name));
  const words: string[] = [];
  let end = -1;
  for (const match of command.replaceAll("\\\n", " ").matchAll(part)) {
    const [all, single, double, bare] = match;
    const text = single ?? filled(double ?? bare ?? "");
    if (match.index === end) words.push((words.pop() ?? "") + text);
    else words.push(text);
    end = match.index + all.length;
  }
  return words;
}

function missing(name: string): never {
  throw new Error(`the example wants $${name}`);
}
