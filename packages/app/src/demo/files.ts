import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { anonymous } from "@wegraph/kit/principal";
import type { Core } from "@wegraph/core/subgraph";
import type { Logger } from "@wegraph/kit/log";
import { z } from "zod";

export interface FileFacts {
  tenantId: string;
  /** Who brings the files. */
  operator: { id: string; name: string };
}

const brought: readonly { name: string; folder: string; text: string }[] = [
  {
    name: "群发收件人模板.csv",
    folder: "/模板",
    text: "account,recipient,name\n客服一号,wmAbC123,张女士\n客服二号,wmDeF456,李先生\n",
  },
  {
    name: "客服话术手册.md",
    folder: "/资料",
    text: "# 客服话术手册\n\n- 接待：您好，请问有什么可以帮您？\n- 转接：我请专员联系您，请稍候。\n- 结束：感谢您的咨询，祝您健康。\n",
  },
  {
    name: "新成员入职须知.txt",
    folder: "/资料",
    text: "1. 使用企业微信扫码登录分配的账号。\n2. 对外消息须经模板审批。\n3. 客户资料不得外传。\n",
  },
];

const begun = z.object({ beginUpload: z.object({ upload: z.object({ id: z.string(), url: z.string() }) }) });

/** Files as people bring them: announced in the graph, carried to the door; and one shared by a link. */
export async function bringFiles(core: Core, { tenantId, operator }: FileFacts, log: Logger): Promise<void> {
  const graph = new LocalSubgraph(core.subgraph, log);
  const principal = {
    ...anonymous,
    kind: "USER" as const,
    ...operator,
    tenantId,
    sessionId: randomUUID(),
    grants: [{ permission: "file:*", scope: "TENANT" as const }],
  };
  const ask = async (query: string, input: object): Promise<unknown> => {
    const asked = { query, variables: { input }, principal, correlationId: randomUUID() };
    const { data, errors } = await graph.execute(asked);
    if (errors?.[0]) throw new Error(`the demo was refused: ${errors[0].message}`, { cause: errors[0] });
    return data;
  };
  const ids: string[] = [];
  for (const { name, folder, text } of brought) {
    const bytes = Buffer.from(text, "utf8");
    const input = { name, folder, bytes: bytes.length };
    const { upload } = begun.parse(
      await ask(
        "mutation($input: BeginUploadInput!) { beginUpload(input: $input) { upload { id url } } }",
        input,
      ),
    ).beginUpload;
    await core.file({
      method: "PUT",
      path: upload.url.replace("/files/core/", ""),
      query: new URLSearchParams(),
      headers: {},
      body: Readable.from([bytes]),
      principal,
      correlationId: randomUUID(),
    });
    ids.push(upload.id);
  }
  await ask("mutation($input: CreateFileShareInput!) { createFileShare(input: $input) { share { id } } }", {
    fileId: ids[0],
    downloadsMax: 20,
  });
}
