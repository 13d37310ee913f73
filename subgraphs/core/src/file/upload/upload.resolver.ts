import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { RemovePayload } from "../../payloads.model.ts";
import { BeginUploadInput, BeginUploadPayload, CancelUploadInput } from "../file.inputs.ts";
import type { FileReader } from "../file.reader.ts";
import { asUpload } from "../file.view.ts";
import type { UploadService } from "./upload.service.ts";

/** The bytes themselves go by the door: `PUT /files/core/uploads/{id}`. */
@Resolver()
export class UploadResolver {
  constructor(
    private readonly uploads: UploadService,
    private readonly reader: FileReader,
  ) {}

  @Requires("file:write")
  @Mutation(() => BeginUploadPayload, {
    description:
      "Announces a file and says where to PUT its bytes, within an hour. Refused with FILE_TOO_LARGE beyond what the plan allows.",
  })
  async beginUpload(
    @Arg("input", () => BeginUploadInput) input: BeginUploadInput,
    @Ctx() context: RequestContext,
  ): Promise<BeginUploadPayload> {
    const upload = await this.uploads.begin(context, input);
    const file = upload.completedAt ? await this.reader.find(context, upload.id) : null;
    return { upload: asUpload(upload, file) };
  }

  @Requires("file:write")
  @Mutation(() => RemovePayload, { description: "Gives up an upload that has not come yet." })
  async cancelUpload(
    @Arg("input", () => CancelUploadInput) { uploadId }: CancelUploadInput,
    @Ctx() context: RequestContext,
  ): Promise<RemovePayload> {
    return { removedId: await this.uploads.cancel(context, uploadId) };
  }
}
