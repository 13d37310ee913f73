import { graphql } from "../../gql/gql.ts";

export const runFragment = graphql(`
  fragment Job_run on JobRun {
    id
    jobName
    cause
    status
    scheduledFor
    retryAt
    attempts
    done
    total
    startedAt
    finishedAt
    durationMs
    summary
    errorCode
    errorReason
    createdAt
    requestedBy {
      id
      displayName
    }
  }
`);

export const jobFragment = graphql(`
  fragment Job_row on ScheduledJob {
    name
    host
    titleZh
    titleEn
    cron
    timeZone
    declaredCron
    declaredTimeZone
    misfire
    maxRunMs
    pausedAt
    nextRunAt
    nextRuns
    lastRun {
      ...Job_run
    }
  }
`);
