/** As docs/api/webhooks.md has it for Node, in the fewest lines; other languages stand there. */
export const verifySnippet = `import { createHmac, timingSafeEqual } from "node:crypto";

function isGenuine(secret, headers, rawBody) {
  const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signatures } = headers;
  if (Math.abs(Date.now() / 1000 - Number(at)) > 300) return false;
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const expected = createHmac("sha256", key).update(\`\${id}.\${at}.\`).update(rawBody).digest();
  return signatures.split(" ").some((each) => {
    const given = Buffer.from(each.replace("v1,", ""), "base64");
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
`;
