import type { DemoTenant } from "./demoTenant.ts";

const said = [
  "明天的排班我可以和小王换一下吗？",
  "客户想把预约改到周五下午三点，帮忙看下还有没有位置。",
  "收到，谢谢！",
  "这位客户上次的检查报告在哪里看？",
  "系统里查不到刚才的订单，能帮我确认一下吗？",
  "好的，我这就联系客户。",
  "今天门店空调坏了，需要报修。",
  "周报已经填好了。",
];

/** Members write to the applications: what comes in reaches the platform as WeCom's callbacks do. */
export async function hearMembers(tenant: DemoTenant): Promise<void> {
  const { members } = await tenant.atWecom<{ members: { userid: string; status: number }[] }>(
    "GET",
    "/members",
  );
  const talkative = members.filter(({ status }) => status === 1).slice(0, 6);
  for (const [n, text] of said.entries()) {
    const member = talkative[n % talkative.length];
    const agentId = n % 3 === 2 ? 1_000_003 : 1_000_002;
    if (member)
      await tenant.atWecom("POST", "/say", { agentId, from: member.userid, fields: { Content: text } });
  }
}
