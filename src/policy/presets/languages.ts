import type { Preset } from './index.ts';

export const languagePresets: readonly Preset[] = [
  {
    name: 'npm',
    summary: 'Install and audit packages of the public npm registry (npm, pnpm, yarn).',
    policy: `# docs.npmjs.com, "registry": the registry of npm. A host rule, since scoped packages are asked for with an encoded slash
*.npmjs.org
# github.com/nodejs/corepack, config.json: Yarn 1, which also asks for packages there
registry.yarnpkg.com
# github.com/nodejs/corepack, config.json: releases of Yarn 2 and later
repo.yarnpkg.com
`,
  },
  {
    name: 'pypi',
    summary: 'Install packages of the Python Package Index (pip, uv, poetry).',
    policy: `# docs.pypi.org, "Index API": index pages and JSON
pypi.org
# docs.pypi.org, "Index API": the files that the index links to
files.pythonhosted.org
`,
  },
  {
    name: 'go',
    summary: "Download Go modules through Go's public proxy and verify them.",
    policy: `# go.env of Go itself: the default GOPROXY; toolchains are modules, too
proxy.golang.org
# go.env of Go itself: the default GOSUMDB
sum.golang.org
# unverified, from reports of builds: proxy.golang.org redirects large modules to this bucket, and to nothing else there
https://storage.googleapis.com/proxy-golang-org-prod/*
`,
  },
  {
    name: 'crates',
    summary: 'Build with crates of crates.io.',
    policy: `# doc.rust-lang.org, CRATES_IO_HTTP_INDEX of cargo: the sparse index, the default since 1.70
index.crates.io
# blog.rust-lang.org, "crates.io: Download changes": crate files
static.crates.io
# the same page: the API, which redirects downloads there. For reading; publishing takes a rule of its own
https://crates.io/api/v1/crates/*
`,
  },
  {
    name: 'maven',
    summary: 'Resolve artifacts of Maven Central and the Gradle plugin portal.',
    policy: `# maven.apache.org, "Super POM": the central repository
repo.maven.apache.org
# central.sonatype.org, "How to Consume Central": the same repository by its other name
repo1.maven.org
# plugins.gradle.org, "Using legacy plugin application" of any plugin: the plugin portal
plugins.gradle.org
# unverified, from reports of builds: the files that the plugin portal redirects to
plugins-artifacts.gradle.org
# docs.gradle.org, "Gradle Wrapper": distributions
services.gradle.org
# github.com/openrewrite/rewrite/pull/6823: what services.gradle.org redirects to
downloads.gradle.org
`,
  },
  {
    name: 'rubygems',
    summary: 'Install gems of RubyGems.org.',
    policy: `# guides.rubygems.org, "RubyGems.org API"; publishing takes a rule of its own
https://rubygems.org/*
# github.com/ruby/rubygems, bundler/fetcher/base.rb: where rubygems.org is asked for its index
https://index.rubygems.org/*
`,
  },
  {
    name: 'nuget',
    summary: 'Restore packages of nuget.org.',
    policy: `# learn.microsoft.com/nuget/api/overview: the service index and, below it, metadata and packages
api.nuget.org
`,
  },
];
