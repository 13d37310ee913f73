import type { words as source } from "../en/graphiql.ts";
import type { Words } from "../words.ts";

export const words: Words<typeof source> = {
  hint: {
    keys: "Ctrl+Enter 运行，Ctrl+Space 提示字段。",
    live: "变更操作会真实执行；订阅会一直运行，直到您停止它。",
  },
  file: { graphql: "GraphQL 架构", openapi: "OpenAPI 文档" },
  unreachable: "无法连接服务器，正在重试……",
};
