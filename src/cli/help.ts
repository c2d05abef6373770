export const HELP = `Egress Filter: nothing leaves that the policy does not name.

Usage: egress-filter <command> [options]

Commands
  run [options] -- COMMAND...   Run one command; only what the policy allows may leave
  doctor [--json]               What this machine can do, and what to do about what is missing
  clean [--json]                Remove what killed runs left behind

  validate FILE...              Check policies, and the policies and inputs in workflow files
  explain --policy FILE TARGET  Whether a policy allows a URL, host:port or name, and which line decides
  analyze --log LOG FILE...     What a policy would do to what a log has seen
  check --policy FILE --events FILE
                                Decide events, one JSON verdict a line
  fmt FILE...                   Lay a policy out
  presets [NAME]                List the presets, or print one
  convert --from TOOL FILE      Turn another tool's allow-list into a policy
  version, help

egress-filter COMMAND --help explains the options of one. Only run, doctor and clean need root.
`;

export const RUN_HELP = `Usage: sudo egress-filter run [options] -- COMMAND [ARGUMENT...]

Runs COMMAND as the calling (sudo) user. Its connections, and those of everything it starts, are decided by the
policy; what is not allowed does not leave. Ends with a summary on stderr and with the command's exit status.
sudo replaces PATH; to keep yours: sudo env "PATH=$PATH" egress-filter run ...

Options
  --policy FILE        The policy (docs/policy.md). Without it only the always-there rules apply: nothing leaves
  --default WHAT       deny (as it is without this option) or allow: what happens to what no rule names
  --audit              Let everything pass (guardrails excepted) and say what would have been denied
  --log FILE           Write the log there, one JSON line an event (docs/log.md)
  --log-full           Keep query strings and secret-looking arguments in the log
  --report FILE        Write a report there: a page of HTML, or what the name ends in: .json, .md
  --upstream-ca FILE   Trust these certificates (PEM) of servers, too; may be given several times
  --fail-on-deny       Exit with 3 if the command succeeded but something was denied
  --user NAME          Run the command as this user, with its home folder
  --keep-socket PATH   Let the command use this Unix socket of a service outside; may be given several times
  --repo OWNER/NAME    What {owner} and {repo} in the policy stand for (default: GITHUB_REPOSITORY)
  -q, --quiet          No summary
  --json               The summary as JSON (on stderr, as the command's; --report FILE.json is apart from it)
  -h, --help

Exit status: the command's own; 128 + N when signal N ended it; 2 when it could not be run or the filter could
not be brought up (then nothing was run, and nothing is left behind); 3 see --fail-on-deny.
`;
