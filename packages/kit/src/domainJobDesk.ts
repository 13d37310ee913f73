import { z } from "zod";
import type { DomainCaller } from "./domainCaller.ts";
import type { ClaimedRun, JobDeclaration, JobDesk, JobOutcome, JobProgress } from "./jobDesk.ts";

const claimed = z.object({
  runs: z.array(
    z.object({
      id: z.string(),
      job: z.string(),
      token: z.string(),
      scheduledFor: z.coerce.date(),
      attempt: z.number().int(),
    }),
  ),
});
const isOurs = z.object({ isOurs: z.boolean() });

/** Core's ledger as another domain reaches it. A call that fails may have been done; every one can be made again. */
export class DomainJobDesk implements JobDesk {
  constructor(private readonly core: DomainCaller) {}

  async declare(jobs: readonly JobDeclaration[]): Promise<void> {
    await this.core.ask({
      query: "mutation ($jobs: [_JobDeclarationInput!]!) { _declareJobs(jobs: $jobs) }",
      variables: {
        jobs: jobs.map(({ title, ...job }) => ({ ...job, titleZh: title.zh, titleEn: title.en })),
      },
    });
  }

  async claim(process: string, names: readonly string[], max: number): Promise<ClaimedRun[]> {
    const answer = await this.core.ask({
      query: `mutation ($process: String!, $names: [String!]!, $max: Int!) {
        runs: _claimJobRuns(process: $process, names: $names, max: $max) { id job token scheduledFor attempt }
      }`,
      variables: { process, names, max },
    });
    return claimed.parse(answer).runs;
  }

  async beat(
    { id, token }: Pick<ClaimedRun, "id" | "token">,
    { done, total }: JobProgress,
  ): Promise<boolean> {
    const answer = await this.core.ask({
      query: `mutation ($id: ID!, $token: ID!, $done: Int!, $total: Int) {
        isOurs: _jobRunProgress(id: $id, token: $token, done: $done, total: $total)
      }`,
      variables: { id, token, done, total },
    });
    return isOurs.parse(answer).isOurs;
  }

  async finish({ id, token }: Pick<ClaimedRun, "id" | "token">, outcome: JobOutcome): Promise<boolean> {
    const answer = await this.core.ask({
      query: `mutation ($id: ID!, $token: ID!, $outcome: _JobOutcomeInput!) {
        isOurs: _finishJobRun(id: $id, token: $token, outcome: $outcome)
      }`,
      variables: { id, token, outcome },
    });
    return isOurs.parse(answer).isOurs;
  }
}
