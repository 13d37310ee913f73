import { OperationTypeNode, execute, getOperationAST } from "graphql";
import type { DocumentNode, ExecutionArgs, ExecutionResult, GraphQLSchema } from "graphql";
import { compileQuery, isCompiledQuery } from "graphql-jit";
import type { CompiledQuery } from "graphql-jit";

type Answer = ExecutionResult | Promise<ExecutionResult>;

interface Known {
  uses: number;
  compiled: CompiledQuery["query"] | null;
}

/** Compiling takes as long as many executions: it is for what comes again. */
const compiledFromUse = 4;
/**
 * Of a document's text, its names alone become code, and they are names by the grammar: one with a string in it, which
 * may be a client's, is not compiled. In code, `__proto__` would be no plain key.
 */
const neverCompiled = /"|__proto__/;

/** Executes documents against one schema; queries that come again are compiled (DECISIONS 40). */
export class DocumentExecutor {
  private readonly known = new WeakMap<DocumentNode, Known>();

  constructor(private readonly schema: GraphQLSchema) {}

  /** @param text of `args.document` */
  execute(args: Omit<ExecutionArgs, "schema">, text: string): Answer {
    const { document, rootValue, contextValue, variableValues } = args;
    const compiled = this.compiledOf(document, text);
    if (!compiled) return execute({ ...args, schema: this.schema });
    const answer: Answer = compiled(rootValue, contextValue, variableValues);
    // Without data nothing was executed; graphql-js says why in the words that the rest of us knows.
    const isRefused = !(answer instanceof Promise) && answer.data === undefined;
    return isRefused ? execute({ ...args, schema: this.schema }) : answer;
  }

  private compiledOf(document: DocumentNode, text: string): CompiledQuery["query"] | null {
    let known = this.known.get(document);
    if (!known) this.known.set(document, (known = { uses: 0, compiled: null }));
    known.uses += 1;
    if (known.uses === compiledFromUse && !neverCompiled.test(text)) known.compiled = this.compile(document);
    return known.compiled;
  }

  /** Null for what is no query, or several operations. */
  private compile(document: DocumentNode): CompiledQuery["query"] | null {
    if (getOperationAST(document)?.operation !== OperationTypeNode.QUERY) return null;
    const compiled = compileQuery(this.schema, document);
    return isCompiledQuery(compiled) ? compiled.query : null;
  }
}
