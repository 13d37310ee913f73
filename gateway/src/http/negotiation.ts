/** As which of the two media types of GraphQL over HTTP an answer goes out; they differ in the status of refusals. */
export type AnswerType = "application/json" | "application/graphql-response+json";
export type Encoding = "br" | "gzip";

const answerTypes: ReadonlyMap<string, AnswerType> = new Map([
  ["application/graphql-response+json", "application/graphql-response+json"],
  ["application/json", "application/json"],
  ["application/*", "application/json"],
  ["*/*", "application/json"],
]);

/** By an Accept header, of equal weights the first; null when it takes neither. */
export function answerTypeFor(accept: string | undefined): AnswerType | null {
  if (accept === undefined || accept === "application/json" || accept === "*/*") return "application/json";
  const weights = weightsIn(accept);
  let best: AnswerType | null = null;
  let bestWeight = 0;
  for (const [name, weight] of weights) {
    const type = answerTypes.get(name);
    if (type === undefined || weight <= bestWeight || weights.get(type) === 0) continue;
    best = type;
    bestWeight = weight;
  }
  return best;
}

/** By an Accept-Encoding header; of equal weights Brotli, which at its quick levels is smaller for less work. */
export function encodingFor(acceptEncoding: string | undefined): Encoding | null {
  if (acceptEncoding === undefined || acceptEncoding === "") return null;
  const weights = weightsIn(acceptEncoding);
  const weightOf = (name: string) => weights.get(name) ?? weights.get("*") ?? 0;
  const [brotli, gzip] = [weightOf("br"), weightOf("gzip")];
  const best = Math.max(brotli, gzip);
  if (best === 0 || (weights.get("identity") ?? 0) > best) return null;
  return brotli === best ? "br" : "gzip";
}

/** Names in lower case, without parameters, and how much each is wanted: `br;q=0.8, *`. */
function weightsIn(header: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const part of header.split(",")) {
    const [name = "", ...parameters] = part.split(";");
    weights.set(name.trim().toLowerCase(), qualityIn(parameters));
  }
  return weights;
}

function qualityIn(parameters: readonly string[]): number {
  for (const parameter of parameters) {
    const [name = "", value = ""] = parameter.split("=");
    if (name.trim().toLowerCase() === "q") return Number(value) || 0;
  }
  return 1;
}
