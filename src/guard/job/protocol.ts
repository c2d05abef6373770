import { z } from 'zod';

/**
 * What the action and the guard of a job say to each other.
 *
 * Start: pre runs `sudo -n -- NODE dist/guard.js launch`, writes one `JobConfig` as JSON to its stdin, and reads one `LaunchResult` from its stdout.
 * Later: one JSON line per request and one per answer, over the Unix socket `CONTROL_SOCKET`. Who asks is told by the kernel, never by the request.
 */

/** Root-owned, 0755. */
export const JOB_DIRECTORY = '/run/egress-filter/job';
/** 0666: everybody may ask, few are answered. */
export const CONTROL_SOCKET = `${JOB_DIRECTORY}/control.sock`;
/** A line of the control socket, in bytes. */
export const MAX_REQUEST_BYTES = 4096;

export const JobConfig = z.strictObject({
  /** Text of a policy that pre has found valid (in audit: whatever it is). */
  policy: z.string().max(16 << 20),
  /** `owner/name`, for `{owner}` and `{repo}`. */
  repository: z.string().optional(),
  default: z.enum(['deny', 'allow']),
  audit: z.boolean(),
  /** `log-level: full` keeps query strings and arguments as they are. */
  logFull: z.boolean(),
  /** sudo stays as it is, and each use is in the log. */
  allowSudo: z.boolean(),
  /** Containers get our CA, too (`container-certs`). */
  containerCerts: z.boolean(),
  /** PEM texts of further authorities for upstream servers. */
  upstreamCa: z.array(z.string()),
  /** RUNNER_ENVIRONMENT is `github-hosted`: the machine ends with the job, so the filter is never taken down. */
  hosted: z.boolean(),
  action: z.strictObject({
    /** Absolute path of the action's checkout: what is made read-only. */
    directory: z.string().startsWith('/'),
    /** GITHUB_ACTION_REPOSITORY of pre; absent for `uses: ./`. */
    repository: z.string().optional(),
    /** GITHUB_ACTION of pre: post has the same. */
    step: z.string(),
  }),
  /** GITHUB_JOB: `step=build.__run_2` in rules. */
  job: z.string().optional(),
  /** Environment of pre, as far as CA files and variables are chosen by it (ca-files.ts). */
  env: z.record(z.string(), z.string()),
  /** For post, which gets it back: what the runner itself keeps for it (GITHUB_STATE) is a file that the job can write. */
  keep: z.string().max(1 << 20),
});
export type JobConfig = z.infer<typeof JobConfig>;

export const LaunchResult = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('enforcing'),
    /** Eight hex digits: chains and directories are named after it. */
    id: z.string(),
    /** Variables for GITHUB_ENV: CA files. A value of the user's own is never overwritten: it is not in here. */
    env: z.record(z.string(), z.string()),
    /** JSONL, readable by the job, writable by root alone. */
    log: z.string(),
    /** ISO 8601: from this moment on nothing leaves undecided. */
    since: z.string(),
    /** From the start of the launcher to enforcing, milliseconds, by phase. */
    timings: z.record(z.string(), z.number()),
    /** Sentences for a person: what could not be shut and is therefore reported. */
    warnings: z.array(z.string()),
  }),
  /** Everything was undone. `message` is for a person. */
  z.object({ status: z.literal('failed'), message: z.string() }),
]);
export type LaunchResult = z.infer<typeof LaunchResult>;

export const ControlRequest = z.discriminatedUnion('type', [
  /** Anybody. */
  z.strictObject({ type: z.literal('status') }),
  /** This action's post: everything that happened before is in the log when the answer comes, and the asking process may reach what it needs. */
  z.strictObject({ type: z.literal('finish') }),
  /** The sub-actions `disable-sudo` and `enable-sudo` of this very action. */
  z.strictObject({ type: z.literal('sudo'), enable: z.boolean() }),
]);
export type ControlRequest = z.infer<typeof ControlRequest>;

export const ControlAnswer = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('ok'),
    mode: z.enum(['enforce', 'audit']),
    sudo: z.enum(['locked', 'open']),
    since: z.string(),
    log: z.string(),
    /** How often the proxy ended and was started again. */
    restarts: z.number(),
    /** Events that could not be written. */
    lostEvents: z.number(),
    /** Without them it does not work as it should: sentences for a person. */
    problems: z.array(z.string()),
    /** `JobConfig.keep`; in the answer to `finish` alone. */
    kept: z.string().optional(),
  }),
  /** `message` is for a person: who may ask this, and what the kernel says of who asked. */
  z.object({ status: z.literal('refused'), message: z.string() }),
  z.object({ status: z.literal('failed'), message: z.string() }),
]);
export type ControlAnswer = z.infer<typeof ControlAnswer>;
