import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { ImportPatientsInput, ImportPatientsPayload } from "./import.model.ts";
import type { PatientImport } from "./import.service.ts";

@Resolver()
export class ImportResolver {
  constructor(private readonly imports: PatientImport) {}

  @Requires("patient:write")
  @Mutation(() => ImportPatientsPayload, {
    description:
      "Registers many patients. Each row is answered by itself; whoever has a file already keeps it as it is.",
  })
  async importPatients(
    @Arg("input", () => ImportPatientsInput) input: ImportPatientsInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportPatientsPayload> {
    return { results: await this.imports.run(context, input) };
  }
}
