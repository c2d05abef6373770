import type { Preset } from './index.ts';

export const githubPresets: readonly Preset[] = [
  {
    name: 'github-git',
    summary: 'Clone, fetch and push over HTTPS, large files included; read releases and raw files.',
    policy: `# docs.github.com, "Communicating with self-hosted runners": essential operations, which include git
github.com
# the same page: downloads of a ref as an archive
codeload.github.com
# the same page: large files
github-cloud.githubusercontent.com
github-cloud.s3.amazonaws.com
# the same page: files of releases
objects.githubusercontent.com
# unverified, from reports of builds: where files of releases are redirected to by now; raw files
release-assets.githubusercontent.com
raw.githubusercontent.com
`,
  },
  {
    name: 'github-actions',
    summary: 'What actions ask of GitHub during a job: API, cache, artifacts, OIDC tokens, packages with actions.',
    policy: `# docs.github.com, "Communicating with self-hosted runners": essential operations
api.github.com
github.com
# the same page: downloads of actions
codeload.github.com
# the same page: OIDC tokens, caches, artifacts, immutable actions
*.actions.githubusercontent.com
# api.github.com/meta, domains.actions: storage of caches, artifacts and logs, by its numbered accounts
productionresultssa*.blob.core.windows.net
# docs.github.com, the same page: files of releases, which setup actions take their tools from
objects.githubusercontent.com
# unverified, from reports of builds: where files of releases are redirected to by now; manifests of setup actions
release-assets.githubusercontent.com
raw.githubusercontent.com
`,
  },
];
