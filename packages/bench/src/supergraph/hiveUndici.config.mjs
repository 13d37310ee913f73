import { request } from "undici";

/**
 * Read by Hive Gateway: the same gateway over undici's plain requests, which are several times quicker than its
 * `fetch`, and without what it logs and marks by default. Its executor looks at no more of a response than this.
 */
async function fetch(url, { method, headers, body, signal } = {}) {
  const given = headers?.entries ? Object.fromEntries(headers.entries()) : headers;
  const answer = await request(url, { method, headers: given, body, signal });
  const { statusCode: status } = answer;
  return {
    status,
    ok: status >= 200 && status < 300,
    url,
    headers: new Headers(answer.headers),
    text: () => answer.body.text(),
    json: () => answer.body.json(),
    body: answer.body,
  };
}

export const gatewayConfig = { fetchAPI: { fetch }, logging: false, requestId: false };
