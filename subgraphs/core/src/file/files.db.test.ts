import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FileAnswer, FileMethod } from "@wegraph/kit/files";
import { anonymous } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import { openTestCore } from "../testing/testCore.ts";
import type { Person, TestCore } from "../testing/testCore.ts";

let core: TestCore;
let tenantId: string;
let admin: Person;
let staff: Person;
let viewer: Person;
let elsewhere: Person;

beforeAll(async () => {
  core = await openTestCore();
  const made = await core.given.tenant();
  tenantId = made.tenant.id;
  admin = made.admin;
  staff = await core.given.user(tenantId, ["staff"]);
  viewer = await core.given.user(tenantId, ["viewer"]);
  elsewhere = (await core.given.tenant()).admin;
});
afterAll(() => core?.close());

const day = 24 * 60 * 60_000;
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const note = Buffer.from("第一行\nsecond line\n", "utf8");

interface Asked {
  principal?: Principal;
  headers?: Record<string, string>;
  body?: Buffer | AsyncIterable<Buffer>;
}

async function door(method: FileMethod, url: string, asked: Asked = {}): Promise<FileAnswer> {
  const { pathname, searchParams } = new URL(url, "http://gateway/files/core/");
  return core.parts.files.door.handle({
    method,
    path: pathname.replace(/^\/files\/core\//, ""),
    query: searchParams,
    headers: asked.headers ?? {},
    body: Buffer.isBuffer(asked.body) ? Readable.from([asked.body]) : (asked.body ?? Readable.from([])),
    principal: asked.principal ?? anonymous,
    correlationId: v7(),
  });
}
const bytesOf = async ({ body }: FileAnswer): Promise<Buffer> =>
  body instanceof Readable ? buffer(body) : Buffer.from(body);

interface Answered {
  data: Record<string, any>; // oxlint-disable-line typescript/no-explicit-any -- what a test then looks at is what it asserts
  code: unknown;
  reason: unknown;
  details: Record<string, unknown>;
}
async function ask(query: string, variables: object = {}, who: Person | null = admin): Promise<Answered> {
  const { data, errors } = await core.execute(query, { ...variables }, who?.principal ?? anonymous);
  const extensions = (errors?.[0]?.extensions ?? {}) as Record<string, unknown>;
  return {
    data: (data ?? {}) as Answered["data"],
    code: extensions["code"] ?? null,
    reason: extensions["reason"] ?? null,
    details: extensions,
  };
}

async function begin(bytes: number, input: object = {}, who = admin) {
  const { data, reason } = await ask(
    "mutation ($input: BeginUploadInput!) { beginUpload(input: $input) { upload { id url file { id name } } } }",
    { input: { name: "报告.txt", bytes, ...input } },
    who,
  );
  expect(reason).toBeNull();
  return data["beginUpload"].upload as { id: string; url: string; file: { id: string } | null };
}

async function uploaded(content = note, input: object = {}, who = admin): Promise<string> {
  const { url, id } = await begin(content.length, input, who);
  const answer = await door("PUT", url, { principal: who.principal, body: content });
  expect(answer.status).toBe(201);
  return id;
}

async function link(id: string, inline = false, who = admin): Promise<string> {
  const { data, reason } = await ask(
    "query ($id: ID!, $inline: Boolean) { fileDownloadUrl(id: $id, inline: $inline) { url } }",
    { id, inline },
    who,
  );
  expect(reason).toBeNull();
  return data["fileDownloadUrl"].url as string;
}

const act = (name: string, fileIds: string[], who = admin) =>
  ask(
    `mutation ($input: FilesInput!) { ${name}(input: $input) { ${name === "purgeFiles" ? "purgedIds" : "files { id deletedAt }"} } }`,
    { input: { fileIds } },
    who,
  );

async function share(fileId: string, wish: object = {}, who = admin) {
  const { data, reason } = await ask(
    "mutation ($input: CreateFileShareInput!) { createFileShare(input: $input) { share { id path state hasPassword } } }",
    { input: { fileId, ...wish } },
    who,
  );
  expect(reason).toBeNull();
  const made = data["createFileShare"].share as { id: string; path: string };
  return { ...made, token: made.path.replace("/s/", "") };
}
const open = (token: string, password?: string) =>
  ask(
    "mutation ($input: OpenFileShareInput!) { openFileShare(input: $input) { name url } }",
    { input: { token, password } },
    null,
  );

async function usedBytes(tenant = tenantId): Promise<number> {
  const { rows } = await core.opened.system.query(
    "SELECT coalesce(sum(bytes), 0)::int AS held FROM saas_files WHERE tenant_id = $1",
    [tenant],
  );
  return rows[0].held;
}
async function objects(): Promise<number> {
  let count = 0;
  for (const store of core.parts.files.stores.all)
    for await (const object of store.list()) count += object.key === "" ? 0 : 1;
  return count;
}

describe("a file", () => {
  test("comes back byte for byte, with its type by content and its name as it was", async () => {
    const name = `季度 "报告"; 100%.html`;
    const id = await uploaded(png, { name, folder: "reports//2026/" });

    const { data } = await ask(
      "query ($id: ID!) { file(id: $id) { name folder mediaType bytes sha256 isPreviewable source owner { id } } }",
      { id },
    );
    expect(data["file"]).toEqual({
      name,
      folder: "/reports/2026",
      mediaType: "image/png",
      bytes: png.length,
      sha256: createHash("sha256").update(png).digest("hex"),
      isPreviewable: true,
      source: "UPLOAD",
      owner: { id: admin.user.id },
    });
    const answer = await door("GET", await link(id));
    expect(await bytesOf(answer)).toEqual(png);
    expect(answer.headers).toMatchObject({
      "content-type": "image/png",
      "content-length": String(png.length),
    });
    expect(answer.headers["content-disposition"]).toMatch(
      /^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''%E5%AD%A3/,
    );
  });

  test("is given in parts, again where a download broke off, and not at all where the client has it", async () => {
    const id = await uploaded(note);
    const url = await link(id);
    const whole = await door("GET", url);
    const etag = whole.headers["etag"] ?? "";

    const part = await door("GET", url, { headers: { range: "bytes=3-8", "if-range": etag } });
    expect([part.status, part.headers["content-range"], await bytesOf(part)]).toEqual([
      206,
      `bytes 3-8/${note.length}`,
      note.subarray(3, 9),
    ]);
    const changed = await door("GET", url, { headers: { range: "bytes=3-8", "if-range": '"other"' } });
    expect([changed.status, await bytesOf(changed)]).toEqual([200, note]);
    const beyond = await door("GET", url, { headers: { range: "bytes=9999-" } });
    expect([beyond.status, beyond.headers["content-range"]]).toEqual([416, `bytes */${note.length}`]);
    expect((await door("GET", url, { headers: { "if-none-match": etag } })).status).toBe(304);
    const head = await door("HEAD", url);
    expect([head.headers["content-length"], await bytesOf(head)]).toEqual([
      String(note.length),
      Buffer.alloc(0),
    ]);
    await bytesOf(whole);
  });

  test.each([
    ["<!DOCTYPE html><script>alert(1)</script>", "text/html"],
    ['<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "image/svg+xml"],
  ])("that could run in a page (%s) is only ever downloaded", async (content, mediaType) => {
    const id = await uploaded(Buffer.from(content), { name: "harmless.png" });

    const answer = await door("GET", await link(id, true));

    expect(answer.headers["content-type"]).toBe(mediaType);
    expect(answer.headers["content-disposition"]).toMatch(/^attachment/);
    await bytesOf(answer);
  });

  test("by a link that was altered, is over, or is for another file is not to be had", async () => {
    const id = await uploaded(note);
    const other = await uploaded(png);
    const url = await link(id);
    const refused = (changed: string) =>
      expect(door("GET", changed)).rejects.toMatchObject({ code: "NOT_FOUND" });

    await refused(url.replace(id, other));
    await refused(url.replace(/until=(\d+)/, (_, until: string) => `until=${Number(until) + 60_000}`));
    await refused(url.replace(tenantId, elsewhere.principal.tenantId));
    await refused(url.replace("as=attachment", "as=inline"));
    await refused(`${url}&share=${v7()}`);
    core.wait(11 * 60_000);
    await refused(url);
    await expect(door("GET", `/files/core/${id}`)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    const byCredential = await door("GET", `/files/core/${id}`, { principal: admin.principal });
    expect(await bytesOf(byCredential)).toEqual(note);
  });
});

describe("an upload", () => {
  test("whose answer was lost is asked again: the same file, stored and counted once", async () => {
    const before = await usedBytes();
    const first = await begin(note.length, { idempotencyKey: "k1" });
    const again = await begin(note.length, { idempotencyKey: "k1" });
    expect(again.id).toBe(first.id);

    const answers = [
      await door("PUT", first.url, { principal: admin.principal, body: note }),
      await door("PUT", first.url, { principal: admin.principal, body: note }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([201, 200]);
    expect(await usedBytes()).toBe(before + note.length);
    expect((await begin(note.length, { idempotencyKey: "k1" })).file).toMatchObject({ id: first.id });
    const { reason } = await ask(
      'mutation { beginUpload(input: { name: "x", bytes: 9, idempotencyKey: "k1" }) { upload { id } } }',
    );
    expect(reason).toBe("IDEMPOTENCY_KEY_REUSED");
  });

  test.each([
    ["shorter than announced", (bytes: Buffer) => Readable.from([bytes.subarray(1)]), "UPLOAD_SIZE_DIFFERS"],
    ["longer than announced", (bytes: Buffer) => Readable.from([bytes, bytes]), "UPLOAD_SIZE_DIFFERS"],
    [
      "broken off",
      (bytes: Buffer) =>
        Readable.from(
          (async function* () {
            yield bytes.subarray(0, 5);
            throw Object.assign(new Error("aborted"), { code: "ECONNRESET" });
          })(),
        ),
      "BODY_INCOMPLETE",
    ],
  ])("%s leaves nothing, and can be brought again", async (_, body, reason) => {
    const { url } = await begin(note.length);
    const [bytes, count] = [await usedBytes(), await objects()];

    await expect(door("PUT", url, { principal: admin.principal, body: body(note) })).rejects.toMatchObject({
      reason,
    });

    expect([await usedBytes(), await objects()]).toEqual([bytes, count]);
    expect((await door("PUT", url, { principal: admin.principal, body: note })).status).toBe(201);
  });

  test("brought twice at the same time ends in one file", async () => {
    const { url } = await begin(note.length);
    const count = await objects();

    const results = await Promise.allSettled(
      [1, 2, 3].map(() => door("PUT", url, { principal: admin.principal, body: note })),
    );

    const statuses = results.flatMap((each) => (each.status === "fulfilled" ? [each.value.status] : []));
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    for (const each of results)
      if (each.status === "rejected") expect(each.reason).toMatchObject({ reason: "UPLOAD_SUPERSEDED" });
    expect(await objects()).toBe(count + 1);
  });

  test("of a program, or larger than the plan allows, is refused", async () => {
    const elf = Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]), Buffer.alloc(60)]);
    const { url } = await begin(elf.length, { name: "holiday.png" });
    await expect(door("PUT", url, { principal: admin.principal, body: elf })).rejects.toMatchObject({
      reason: "FILE_TYPE_REFUSED",
    });
    const large = 'mutation { beginUpload(input: { name: "x", bytes: 600000000 }) { upload { id } } }';
    expect(await ask(large)).toMatchObject({ code: "INVALID_INPUT", reason: "FILE_TOO_LARGE" });
    for (const name of ["", "a/b", "..", "a\u0000b"])
      expect(
        (
          await ask(
            "mutation ($n: String!) { beginUpload(input: { name: $n, bytes: 1 }) { upload { id } } }",
            { n: name },
          )
        ).code,
      ).toBe("INVALID_INPUT");
  });

  test("is nobody else's to bring, and not any more once it is cancelled or over", async () => {
    const { url, id } = await begin(note.length);
    const put = (principal: Principal) => door("PUT", url, { principal, body: note });

    await expect(put(staff.principal)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(put(elsewhere.principal)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(put(viewer.principal)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(put(anonymous)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    const cancel = "mutation ($id: ID!) { cancelUpload(input: { uploadId: $id }) { removedId } }";
    expect((await ask(cancel, { id })).reason).toBeNull();
    await expect(put(admin.principal)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("never takes the tenant over its quota, however many come at once; room comes back with the last trace", async () => {
    const { tenant, admin: owner } = await core.given.tenant();
    const content = Buffer.alloc(1_000, "x");
    const room = 5;
    await core.opened.system.query(
      `INSERT INTO saas_tenant_quotas (tenant_id, dimension, limit_value, threshold_percent, policy, note, updated_at)
       VALUES ($1, 'STORAGE_BYTES', $2, 80, 'BLOCK', '', now())`,
      [tenant.id, room * content.length],
    );
    const urls = await Promise.all(Array.from({ length: 12 }, () => begin(content.length, {}, owner)));

    const results = await Promise.allSettled(
      urls.map(({ url }) => door("PUT", url, { principal: owner.principal, body: content })),
    );

    const kept = results.filter(({ status }) => status === "fulfilled");
    expect(kept).toHaveLength(room);
    for (const each of results)
      if (each.status === "rejected")
        expect(each.reason).toMatchObject({
          code: "QUOTA_EXCEEDED",
          details: { dimension: "STORAGE_BYTES" },
        });
    expect(await usedBytes(tenant.id)).toBe(room * content.length);
    const ids = urls.map(({ id }) => id);
    const { data } = await ask("{ files(first: 50) { nodes { id } } }", {}, owner);
    const [one = ""] = (data["files"].nodes as { id: string }[]).map(({ id }) => id);
    expect(ids).toContain(one);
    await act("deleteFiles", [one], owner);
    const next = await begin(content.length, {}, owner);
    await expect(door("PUT", next.url, { principal: owner.principal, body: content })).rejects.toMatchObject({
      code: "QUOTA_EXCEEDED",
    });
    await act("purgeFiles", [one], owner);
    expect((await door("PUT", next.url, { principal: owner.principal, body: content })).status).toBe(201);
  });
});

describe("rights", () => {
  test("with file:read alone one does not get the audit log out of a file that holds it", async () => {
    const id = await uploaded(note, { name: "audit.jsonl" });
    await core.opened.system.query("UPDATE saas_files SET source = 'AUDIT_EXPORT' WHERE id = $1", [id]);

    expect((await ask("query ($id: ID!) { file(id: $id) { id } }", { id })).data["file"]).toEqual({ id });
    expect((await ask("query ($id: ID!) { file(id: $id) { id } }", { id }, viewer)).data["file"]).toBeNull();
    await expect(door("GET", `/files/core/${id}`, { principal: viewer.principal })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("with the whole tenant's reach one sees all files, otherwise one's own, and none of another tenant", async () => {
    const mine = await uploaded(note, { name: "mine.txt" }, staff);
    const theirs = await uploaded(note, { name: "theirs.txt" });
    const ids = async (who: Person) => {
      const { data } = await ask("{ files(first: 200) { nodes { id } } }", {}, who);
      return (data["files"].nodes as { id: string }[]).map(({ id }) => id);
    };

    expect(await ids(staff)).toEqual([mine]);
    expect(await ids(admin)).toEqual(expect.arrayContaining([mine, theirs]));
    expect(await ids(elsewhere)).not.toContain(mine);
    for (const [who, id] of [
      [staff, theirs],
      [elsewhere, mine],
    ] as const) {
      expect((await ask("query ($id: ID!) { file(id: $id) { id } }", { id }, who)).data["file"]).toBeNull();
      expect((await ask("query ($id: ID!) { fileDownloadUrl(id: $id) { url } }", { id }, who)).code).toBe(
        "NOT_FOUND",
      );
      expect((await act("deleteFiles", [id], who)).code).toBe("NOT_FOUND");
      await expect(door("GET", `/files/core/${id}`, { principal: who.principal })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
    expect((await act("deleteFiles", [theirs], viewer)).code).toBe("FORBIDDEN");
  });
});

describe("files", () => {
  test("are found by name, folder and type, and paged in the order asked for", async () => {
    const { admin: owner } = await core.given.tenant();
    for (const [name, folder, content] of [
      ["alpha.txt", "/a", note],
      ["Beta.txt", "/a/b", Buffer.alloc(9_000_000, "y")],
      ["gamma.png", "/ab", png],
    ] as const)
      await uploaded(content, { name, folder }, owner);
    const names = async (filter: object, extra = "") => {
      const { data, reason } = await ask(
        `query ($f: FileFilter) { files(filter: $f${extra}) { nodes { name } pageInfo { endCursor hasNextPage } totalCount } }`,
        { f: filter },
        owner,
      );
      expect(reason).toBeNull();
      return (data["files"].nodes as { name: string }[]).map(({ name }) => name);
    };

    expect(await names({ search: "BETA" })).toEqual(["Beta.txt"]);
    expect(await names({ folder: "/a" })).toEqual(["alpha.txt"]);
    expect(await names({ folder: "a", includeSubfolders: true })).toEqual(["Beta.txt", "alpha.txt"]);
    expect(await names({ mediaType: "image/*" })).toEqual(["gamma.png"]);
    expect(await names({}, ", orderBy: { by: BYTES, direction: DESC }")).toEqual([
      "Beta.txt",
      "gamma.png",
      "alpha.txt",
    ]);
    const { data } = await ask(
      "{ files(first: 1, orderBy: { by: BYTES, direction: ASC }) { pageInfo { endCursor } } }",
      {},
      owner,
    );
    const after = (data["files"] as { pageInfo: { endCursor: string } }).pageInfo.endCursor;
    expect(await names({}, `, first: 1, after: "${after}", orderBy: { by: BYTES, direction: ASC }`)).toEqual([
      "gamma.png",
    ]);
    const { data: more } = await ask(
      "{ fileFolders { path files } fileStorage { files bytes trashedFiles fileBytesMax } }",
      {},
      owner,
    );
    expect(more["fileFolders"]).toEqual([
      { path: "/a", files: 1 },
      { path: "/a/b", files: 1 },
      { path: "/ab", files: 1 },
    ]);
    expect(more["fileStorage"]).toEqual({
      files: 3,
      bytes: 9_000_000 + note.length + png.length,
      trashedFiles: 0,
      fileBytesMax: 500 * 1024 ** 2,
    });
  });

  test("are renamed, moved, deleted and restored together or not at all, audited and told live", async () => {
    const [one, two] = [await uploaded(), await uploaded()];
    const seen = (await core.events("core.file.changed.v1")).length;

    await ask("mutation ($i: RenameFileInput!) { renameFile(input: $i) { file { name } } }", {
      i: { fileId: one, name: "new.txt" },
    });
    await ask("mutation ($i: MoveFilesInput!) { moveFiles(input: $i) { files { id } } }", {
      i: { fileIds: [one, two], folder: "archive" },
    });
    expect((await act("deleteFiles", [one, v7()])).code).toBe("NOT_FOUND");
    const url = await link(one);
    await act("deleteFiles", [one, two]);
    await expect(door("GET", url)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const trash = await ask("{ files(filter: { inTrash: true }, first: 200) { nodes { id purgeAt } } }");
    expect((trash.data["files"].nodes as { id: string }[]).map(({ id }) => id)).toEqual(
      expect.arrayContaining([one, two]),
    );
    await act("restoreFiles", [one]);
    expect((await bytesOf(await door("GET", url))).equals(note)).toBe(true);
    expect((await act("purgeFiles", [one])).code).toBe("NOT_FOUND");

    const told = (await core.events("core.file.changed.v1"))
      .slice(seen)
      .map(({ payload }) => payload.payload["change"]);
    expect(told).toEqual(["UPDATED", "UPDATED", "UPDATED", "DELETED", "DELETED", "RESTORED"]);
    expect(await core.events("core.file.deleted.v1")).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          payload: expect.objectContaining({ payload: expect.objectContaining({ fileId: two }) }),
        }),
      ]),
    );
    const audited = (await core.events("core.audit.recorded.v1")).map(({ payload }) => payload.payload);
    for (const action of ["file.renamed", "file.moved", "file.deleted", "file.restored"])
      expect(audited).toContainEqual(expect.objectContaining({ action, resourceId: one }));
  });
});

describe("a share", () => {
  test("leads strangers to its file as often as it may, and says who came", async () => {
    const id = await uploaded(png, { name: "plan.png" });
    const { id: shareId, token } = await share(id, { downloadsMax: 3 });
    const look = "query ($t: String!) { sharedFile(token: $t) { state needsPassword name downloadsLeft } }";

    expect((await ask(look, { t: token }, null)).data["sharedFile"]).toEqual({
      state: "OPEN",
      needsPassword: false,
      name: "plan.png",
      downloadsLeft: 3,
    });
    const answers = await Promise.all(Array.from({ length: 20 }, () => open(token)));

    const given = answers.filter(({ reason }) => reason === null);
    expect(given).toHaveLength(3);
    expect(await bytesOf(await door("GET", given[0]?.data["openFileShare"].url as string))).toEqual(png);
    for (const each of answers.filter(({ reason }) => reason !== null))
      expect(each.details).toMatchObject({
        code: "NOT_FOUND",
        reason: "FILE_SHARE_OVER",
        state: "EXHAUSTED",
      });
    expect((await ask(look, { t: token }, null)).data["sharedFile"]).toMatchObject({
      state: "EXHAUSTED",
      name: null,
    });
    const { data } = await ask(
      "query ($id: ID!) { fileShareAccesses(shareId: $id, first: 50) { nodes { outcome } totalCount } }",
      { id: shareId },
    );
    const outcomes = (data["fileShareAccesses"].nodes as { outcome: string }[]).map(({ outcome }) => outcome);
    expect([outcomes.filter((each) => each === "DOWNLOADED").length, outcomes.length]).toEqual([3, 20]);
  });

  test("with a password gives nothing away without it, and closes after ten wrong ones at once", async () => {
    const id = await uploaded(note);
    const { token } = await share(id, { password: "correct horse" });
    const look = await ask(
      "query ($t: String!) { sharedFile(token: $t) { needsPassword name bytes } }",
      { t: token },
      null,
    );
    expect(look.data["sharedFile"]).toEqual({ needsPassword: true, name: null, bytes: null });

    expect((await open(token)).reason).toBe("SHARE_PASSWORD_WRONG");
    for (let n = 0; n < 2; n += 1) expect((await open(token, "correct horse")).reason).toBeNull();
    const tries = await Promise.all(Array.from({ length: 12 }, (_, n) => open(token, `guess number ${n}`)));

    const wrong = tries.filter(({ reason }) => reason === "SHARE_PASSWORD_WRONG");
    expect([wrong.length, tries.filter(({ reason }) => reason === "SHARE_LOCKED").length]).toEqual([9, 3]);
    expect((await open(token, "correct horse")).details).toMatchObject({
      code: "RATE_LIMITED",
      retryAfterMs: 15 * 60_000,
    });
    core.wait(16 * 60_000);
    expect((await open(token, "correct horse")).reason).toBeNull();
  });

  test("that is revoked, expired, or of a deleted file leads nowhere, and neither do links given out before", async () => {
    const id = await uploaded(note);
    const [one, two] = [
      await share(id),
      await share(id, { expiresAt: new Date(core.clock().getTime() + 60_000) }),
    ];
    const url = (await open(one.token)).data["openFileShare"].url as string;

    await ask("mutation ($id: ID!) { revokeFileShare(input: { shareId: $id }) { share { state } } }", {
      id: one.id,
    });
    await expect(door("GET", url)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await open(one.token)).details["state"]).toBe("REVOKED");
    const again = (await open(two.token)).data["openFileShare"].url as string;
    core.wait(61_000);
    expect((await open(two.token)).details["state"]).toBe("EXPIRED");
    await act("deleteFiles", [id]);
    await expect(door("GET", again)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await open("never given out")).reason).toBe("FILE_SHARE_NOT_FOUND");
  });

  test("is its tenant's to see and to end, and only of files within one's reach", async () => {
    const id = await uploaded(note);
    const { id: shareId } = await share(id);
    const list = "query ($id: ID) { fileShares(fileId: $id) { nodes { id path fileName } } }";
    const revoke = "mutation ($id: ID!) { revokeFileShare(input: { shareId: $id }) { share { id } } }";
    const make = "mutation ($id: ID!) { createFileShare(input: { fileId: $id }) { share { id } } }";

    expect((await ask(list, { id })).data["fileShares"].nodes).toHaveLength(1);
    for (const who of [elsewhere, staff]) {
      expect((await ask(list, { id }, who)).data["fileShares"].nodes).toEqual([]);
      expect((await ask(revoke, { id: shareId }, who)).code).toBe("NOT_FOUND");
      expect((await ask(make, { id }, who)).code).toBe("NOT_FOUND");
    }
    expect((await ask(list, { id }, viewer)).code).toBe("FORBIDDEN");
    const { rows } = await core.opened.system.query("SELECT token FROM saas_file_shares WHERE id = $1", [
      shareId,
    ]);
    expect(rows[0].token).toMatch(/^v1\./);
  });
});

describe("by the clock", () => {
  const run = () => ({ signal: new AbortController().signal, progress: () => undefined });

  test("what was in the trash for 30 days is gone with its bytes, what was not stays", async () => {
    const [old, young] = [await uploaded(), await uploaded()];
    await act("deleteFiles", [old]);
    core.wait(29 * day);
    await act("deleteFiles", [young]);
    await core.parts.files.keeper.emptyTrash(run());
    expect((await ask("query ($id: ID!) { file(id: $id) { id } }", { id: old })).data["file"]).not.toBeNull();
    const count = await objects();

    core.wait(2 * day);
    expect(await core.parts.files.keeper.emptyTrash(run())).toBeGreaterThan(0);

    expect((await ask("query ($id: ID!) { file(id: $id) { id } }", { id: old })).data["file"]).toBeNull();
    expect(
      (await ask("query ($id: ID!) { file(id: $id) { id } }", { id: young })).data["file"],
    ).not.toBeNull();
    expect(await objects()).toBeLessThan(count);
  });

  test("store and rows are brought together both ways, and what is younger than a day is left alone", async () => {
    const { keeper } = core.parts.files;
    const id = await uploaded();
    const orphan = await uploaded();
    await core.opened.system.query("DELETE FROM saas_files WHERE id = $1", [orphan]);
    await core.opened.system.query("DELETE FROM saas_file_uploads WHERE id = $1", [orphan]);
    const row = await core.db.system("test").storedFile.findUniqueOrThrow({ where: { id } });
    const count = await objects();

    // The clock of the tests stands weeks ahead of the disk's, so the grace has to be waited for in the other direction.
    const { orphans } = await keeper.reconcile(run());
    expect([orphans, await objects()]).toEqual([1, count - 1]);
    await core.parts.files.stores.remove(row.objectKey);
    expect((await keeper.reconcile(run())).missing).toBe(1);

    const { data } = await ask("query ($id: ID!) { file(id: $id) { missingSince } }", { id });
    expect(data["file"].missingSince).not.toBeNull();
    await expect(door("GET", await link(id))).rejects.toMatchObject({ reason: "FILE_CONTENT_MISSING" });
  });

  test("uploads that never came are cleared", async () => {
    const { id } = await begin(10);
    core.wait(3 * 60 * 60_000);
    expect((await core.parts.files.keeper.clearUploads(run())).uploads).toBeGreaterThan(0);
    const { rows } = await core.opened.system.query("SELECT FROM saas_file_uploads WHERE id = $1", [id]);
    expect(rows).toHaveLength(0);
  });
});
