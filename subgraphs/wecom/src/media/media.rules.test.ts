import { describe, expect, test } from "vitest";
import { amrMs, checkFile, cleanFilename } from "./media.rules.ts";

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);
const mp4 = Buffer.from("\0\0\0\u0018ftypmp42....", "latin1");
/** Frames of the best quality: 31 bytes after the header. */
const amr = (frames: number) =>
  Buffer.concat([
    Buffer.from("#!AMR\n"),
    ...Array.from({ length: frames }, () => Buffer.from([0x3c, ...Array<number>(31).fill(0)])),
  ]);
const type = "application/pdf; charset=x";

describe("a file is what its bytes say", () => {
  test("pictures are JPG or PNG, whatever they are called", () => {
    expect(checkFile("IMAGE", png, "text/html")).toEqual({ ok: true, contentType: "image/png" });
    expect(checkFile("IMAGE", Buffer.from([0xff, 0xd8, 0xff, 0, 0, 0]), type)).toMatchObject({ ok: true });
    expect(checkFile("IMAGE", Buffer.from("GIF89a...."), "image/png").ok).toBe(false);
  });

  test("voice is AMR of a minute at most, counted in its frames", () => {
    expect(amrMs(amr(50))).toBe(1_000);
    expect(checkFile("VOICE", amr(3_000), type)).toMatchObject({ ok: true });
    expect(checkFile("VOICE", amr(3_001), type)).toEqual({ ok: false, message: "longer than 60 s" });
    expect(checkFile("VOICE", Buffer.from("ID3......."), type).ok).toBe(false);
    expect(checkFile("VOICE", Buffer.from("#!AMR\n"), type).ok).toBe(false);
  });

  test("video is MP4, and a file is anything, under the type its sender gives if that is one", () => {
    expect(checkFile("VIDEO", mp4, type)).toMatchObject({ ok: true });
    expect(checkFile("VIDEO", png, "video/mp4").ok).toBe(false);
    expect(checkFile("FILE", png, type)).toEqual({ ok: true, contentType: "application/pdf" });
    expect(checkFile("FILE", png, "text/html\r\nx: y")).toMatchObject({
      contentType: "application/octet-stream",
    });
  });

  test("too small and too large are refused with the limit", () => {
    expect(checkFile("FILE", Buffer.alloc(5), type)).toEqual({ ok: false, message: "at least 6 bytes" });
    const large = Buffer.alloc(2 * 1024 * 1024 + 1);
    amr(1).copy(large);
    expect(checkFile("VOICE", large, type)).toEqual({ ok: false, message: "at most 2097152 bytes" });
  });
});

test("names keep their letters and their ending, and lose paths and tricks", () => {
  expect(cleanFilename("报价单.pdf")).toBe("报价单.pdf");
  expect(cleanFilename("../../etc/passwd")).toBe("passwd");
  expect(cleanFilename("C:\\a\\b.txt")).toBe("b.txt");
  expect(cleanFilename('a"b\r\n.pdf')).toBe("a_b__.pdf");
  expect(cleanFilename("\u202egpj.exe")).toBe("_gpj.exe");
  expect(cleanFilename("..")).toBe("file");
  expect(cleanFilename("")).toBe("file");
  expect(cleanFilename(`${"长".repeat(200)}.docx`)).toBe(`${"长".repeat(123)}.docx`);
});
