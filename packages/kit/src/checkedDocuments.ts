import { GraphQLError, parse, validate } from "graphql";
import type { DocumentNode, GraphQLSchema } from "graphql";
import { LRUCache } from "lru-cache";

/** Characters of documents kept, all together. */
const keptMax = 16 * 1_024 * 1_024;

/** Documents checked against the schema once by text: what comes over a port is what somebody else wrote. */
export class CheckedDocuments {
  private readonly known = new LRUCache<string, DocumentNode>({
    maxSize: keptMax,
    sizeCalculation: (_, text) => text.length + 1,
  });

  constructor(private readonly schema: GraphQLSchema) {}

  /** The document, or what is wrong with it. */
  check(text: string): DocumentNode | readonly GraphQLError[] {
    const known = this.known.get(text);
    if (known) return known;
    try {
      const document = parse(text);
      const errors = validate(this.schema, document);
      if (errors.length > 0) return errors;
      this.known.set(text, document);
      return document;
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  }
}

export function isDocument(checked: DocumentNode | readonly GraphQLError[]): checked is DocumentNode {
  return "kind" in checked;
}
