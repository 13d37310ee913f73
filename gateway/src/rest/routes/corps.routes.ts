import type { RestRoute } from "../route.ts";

export const corpRoutes: readonly RestRoute[] = [
  {
    method: "GET",
    path: "/api/v1/corps",
    summary: "The tenant's corporations, newest first, page by page.",
    tag: "Corporations",
    status: 200,
    document: `query ListCorps($size: Int = 50, $cursor: String) {
      corps(first: $size, after: $cursor) {
        corps: nodes {
          corp_id: id
          corp_name: name
          wecom_corp_id: corpId
          account_count: accountCount
          created_at: createdAt
        }
        total: totalCount
        page: pageInfo { has_next: hasNextPage next_cursor: endCursor }
      }
    }`,
    body: ["corps"],
  },
];
