import type { Preset } from './index.ts';

export const githubPresets: readonly Preset[] = [
  {
    name: 'github-git',
    summary: 'Clone, fetch and push over HTTPS, large files included; read releases and raw files.',
    policy: `# docs.github.com, "Self-hosted runners", communication with GitHub: git itself
github.com
# the same page: archives of a ref
codeload.github.com
# the same page: release files, raw files, and the storage of Git LFS
objects.githubusercontent.com
release-assets.githubusercontent.com
raw.githubusercontent.com
github-cloud.githubusercontent.com
github-cloud.s3.amazonaws.com
lfs.github.com
`,
  },
  {
    name: 'github-actions',
    summary: 'What actions ask of GitHub during a job: API, cache, artifacts, OIDC tokens, packages with actions.',
    policy: `# docs.github.com, "Self-hosted runners", communication with GitHub: essential operations
api.github.com
github.com
# the same page: downloads of actions
codeload.github.com
# the same page: OIDC tokens, caches, artifacts, immutable actions
*.actions.githubusercontent.com
# api.github.com/meta, domains.actions: storage of caches, artifacts and logs
productionresultssa*.blob.core.windows.net
# tool caches of setup actions: files of github.com/actions/*-versions
objects.githubusercontent.com
release-assets.githubusercontent.com
raw.githubusercontent.com
`,
  },
];
