import type { RestRoute } from "../route.ts";

const groupSend = `
  group_send_id: id
  account_id: accountId
  batch_id: batchId
  status
  employee_id: employeeId
  content
  total
  confirmations { user_id: userId confirmed_at: confirmedAt }
  error { code meaning action meaning_zh: meaningZh action_zh: actionZh }
  created_at: createdAt
  scheduled_at: scheduledAt
  waiting_since: waitingSince
  checked_at: checkedAt
  reminded_at: remindedAt
  ended_at: endedAt`;

const one = "/api/v1/group-sends/{group_send_id}";
const tag = "Group sends";

function act(path: string, field: string, summary: string): RestRoute {
  return {
    method: "POST",
    path: `${one}/${path}`,
    summary,
    tag,
    status: 200,
    document: `mutation ${field.charAt(0).toUpperCase() + field.slice(1)}($group_send_id: ID!) {
      ${field}(input: { groupSendId: $group_send_id }) { groupSend { ${groupSend} } }
    }`,
    body: [field, "groupSend"],
  };
}

/** Messages to customers, which employees send by confirming them. */
export const groupSendRoutes: readonly RestRoute[] = [
  {
    method: "GET",
    path: "/api/v1/group-sends",
    summary: "Group sends of the accounts you may see, newest first, page by page.",
    tag,
    status: 200,
    document: `query ListGroupSends(
      $account_id: [ID!], $status: [GroupSendStatus!], $batch_id: ID, $size: Int = 50, $cursor: String
    ) {
      groupSends(
        first: $size, after: $cursor, filter: { accountIds: $account_id, statuses: $status, batchId: $batch_id }
      ) {
        group_sends: nodes { ${groupSend} }
        page: pageInfo { has_next: hasNextPage next_cursor: endCursor }
      }
    }`,
    body: ["groupSends"],
  },
  {
    method: "GET",
    path: one,
    summary: "One group send: who has confirmed it, and what became of it.",
    tag,
    status: 200,
    document: `query GetGroupSend($group_send_id: ID!) { groupSend(id: $group_send_id) { ${groupSend} } }`,
    body: ["groupSend"],
  },
  act("remind", "remindGroupSend", "Has WeCom remind the employees who have not confirmed; once an hour."),
  act("cancel", "cancelGroupSend", "Stops it: what no employee has confirmed is not sent any more."),
];
