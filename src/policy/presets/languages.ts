import type { Preset } from './index.ts';

export const languagePresets: readonly Preset[] = [
  {
    name: 'npm',
    summary: 'Install and audit packages of the public npm registry (npm, pnpm, yarn).',
    policy: `# docs.npmjs.com, "registry": metadata, tarballs and audits. A host rule, since scoped packages are asked for with an encoded slash
*.npmjs.org
# yarnpkg.com, "Installation": the registry name and the releases that Yarn 1 and Corepack ask for
*.yarnpkg.com
`,
  },
  {
    name: 'pypi',
    summary: 'Install packages of the Python Package Index (pip, uv, poetry).',
    policy: `# docs.pypi.org, "Index API": index pages and JSON
pypi.org
# docs.pypi.org, "Index API": the files that the index links to
*.pythonhosted.org
`,
  },
  {
    name: 'go',
    summary: "Download Go modules through Go's public proxy and verify them.",
    policy: `# go.dev/ref/mod, "GOPROXY": the default proxy
proxy.golang.org
# go.dev/ref/mod, "Checksum database"
sum.golang.org
# proxy.golang.org: what it redirects large module files to, its own bucket and nothing else there
https://storage.googleapis.com/proxy-golang-org-prod/*
# go.dev/doc/toolchain: toolchain downloads and the list of releases
go.dev
dl.google.com
`,
  },
  {
    name: 'crates',
    summary: 'Build with crates of crates.io.',
    policy: `# doc.rust-lang.org/cargo, "Registries": the sparse index, the default since Cargo 1.70
index.crates.io
# config.json of the index: where crate files are
static.crates.io
# config.json of the index: the API, for reading; publishing takes a rule of its own
https://crates.io/api/v1/crates/*
`,
  },
  {
    name: 'maven',
    summary: 'Resolve artifacts of Maven Central and the Gradle plugin portal.',
    policy: `# central.sonatype.org, "Consume": the repository of Maven's super POM
repo.maven.apache.org
# central.sonatype.org, "Consume": the same repository by its other name, Gradle's mavenCentral()
repo1.maven.org
# docs.gradle.org, "Using Plugins": the plugin portal and its files
plugins.gradle.org
plugins-artifacts.gradle.org
# docs.gradle.org, "Gradle Wrapper": distributions and what they redirect to
services.gradle.org
downloads.gradle.org
`,
  },
  {
    name: 'rubygems',
    summary: 'Install gems of RubyGems.org.',
    policy: `# guides.rubygems.org, "RubyGems.org API" and the compact index that Bundler reads; publishing takes a rule of its own
https://rubygems.org/*
https://index.rubygems.org/*
`,
  },
  {
    name: 'nuget',
    summary: 'Restore packages of nuget.org.',
    policy: `# learn.microsoft.com/nuget/api/overview: the service index and, below it, the package content
api.nuget.org
# learn.microsoft.com/nuget/api/overview: search and the site that old clients ask
azuresearch-us*.nuget.org
https://www.nuget.org/api/v2/*
# learn.microsoft.com/nuget/reference/signed-packages-reference: revocation of certificates on package signatures, plain HTTP
*.digicert.com:80
`,
  },
];
