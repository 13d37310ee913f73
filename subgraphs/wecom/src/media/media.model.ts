import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import { mediaKinds } from "./media.kinds.ts";
import type { MediaKind } from "./media.kinds.ts";

export const MediaKindEnum = z.enum(mediaKinds).enum;
registerEnumType(MediaKindEnum, {
  name: "MediaKind",
  description: "What WeCom takes a file for (WeCom path/90253).",
  valuesConfig: {
    IMAGE: { description: "JPG or PNG, at most 10 MiB." },
    VOICE: { description: "AMR, at most 60 s and 2 MiB." },
    VIDEO: { description: "MP4, at most 10 MiB." },
    FILE: { description: "Anything, at most 20 MiB." },
  },
});

@ObjectType({
  description:
    "A file that messages may refer to. It is brought by POST /files/wecom/media?kind=…&filename=… and fetched by GET /files/wecom/media/{id}.",
})
export class MediaFile {
  @Field(() => ID)
  id: string;

  @Field(() => MediaKindEnum)
  kind: MediaKind;

  @Field(() => String)
  filename: string;

  @Field(() => String, { description: "What it is by its own bytes; of a FILE what its sender said." })
  contentType: string;

  @Field(() => Int)
  sizeBytes: number;

  @Field(() => DateTime)
  createdAt: Date;

  createdById: string | null;
}

export const MediaFileConnection = connectionOf(() => MediaFile, "MediaFile");

@InputType({ description: "Which files; without it all of them." })
export class MediaFileFilter {
  static readonly rules = z.object({
    kinds: z.array(z.enum(MediaKindEnum)).nullish(),
    search: z.string().max(128, "at most 128 characters").nullish(),
  });

  @Field(() => [MediaKindEnum], { nullable: true })
  kinds?: MediaKind[] | null;

  @Field(() => String, { nullable: true, description: "Part of the name." })
  search?: string | null;
}

@InputType({ description: "The file meant." })
export class DeleteMediaFileInput {
  static readonly rules = z.object({ mediaFileId: uuid() });

  @Field(() => ID)
  mediaFileId: string;
}

@ObjectType({ description: "The file is gone; messages that still wait for it fail and say so." })
export class DeleteMediaFilePayload {
  @Field(() => ID)
  removedId: string;
}
