import { expect, test } from "vitest";
import { sha256, signatureFault } from "./signature.ts";

// The examples of AWS's own documentation of Signature Version 4 for S3 ("Signature Calculations for the Authorization
// Header: Transferring Payload in a Single Chunk").
const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const nothing = sha256("");
const authorization = (names: string, signature: string) =>
  `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${names},Signature=${signature}`;
const common = { host: "examplebucket.s3.amazonaws.com", "x-amz-date": "20130524T000000Z" };

const get = {
  method: "GET",
  url: "/test.txt",
  headers: {
    ...common,
    range: "bytes=0-9",
    "x-amz-content-sha256": nothing,
    authorization: authorization(
      "host;range;x-amz-content-sha256;x-amz-date",
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    ),
  },
};
const put = {
  method: "PUT",
  url: "/test%24file.text",
  headers: {
    ...common,
    date: "Fri, 24 May 2013 00:00:00 GMT",
    "x-amz-storage-class": "REDUCED_REDUNDANCY",
    "x-amz-content-sha256": sha256("Welcome to Amazon S3."),
    authorization: authorization(
      "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
      "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    ),
  },
};
const lifecycle = {
  method: "GET",
  url: "/?lifecycle",
  headers: {
    ...common,
    "x-amz-content-sha256": nothing,
    authorization: authorization(
      "host;x-amz-content-sha256;x-amz-date",
      "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    ),
  },
};
const list = {
  method: "GET",
  url: "/?max-keys=2&prefix=J",
  headers: {
    ...common,
    "x-amz-content-sha256": nothing,
    authorization: authorization(
      "host;x-amz-content-sha256;x-amz-date",
      "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    ),
  },
};

test.each([
  ["get with a range", get],
  ["put", put],
  ["get of a sub-resource", lifecycle],
  ["list", list],
])("AWS's published example of a %s is accepted", (_, request) => {
  expect(signatureFault(request, credentials)).toBeNull();
});

test("what was changed on the way is not", () => {
  const changed = { ...get, headers: { ...get.headers, range: "bytes=0-99" } };
  expect(signatureFault(changed, credentials)).toBe("SignatureDoesNotMatch");
  expect(signatureFault({ ...list, url: "/?max-keys=3&prefix=J" }, credentials)).toBe(
    "SignatureDoesNotMatch",
  );
  expect(signatureFault(get, { ...credentials, secretAccessKey: "another" })).toBe("SignatureDoesNotMatch");
  expect(signatureFault(get, { ...credentials, accessKeyId: "another" })).toBe("InvalidAccessKeyId");
  expect(signatureFault({ ...get, headers: common }, credentials)).toBe("AccessDenied");
});
