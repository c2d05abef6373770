import type { Preset } from './index.ts';

export const containerPresets: readonly Preset[] = [
  {
    name: 'docker-hub',
    summary: 'Pull images of Docker Hub.',
    policy: `# docs.docker.com, "Allowlist for Docker Desktop": the registry and its tokens
registry-1.docker.io
auth.docker.io
# the same page: layers
production.cloudflare.docker.com
production.cloudfront.docker.com
docker-images-prod.6aa30f8b08e16409b46e0173d6de2f56.r2.cloudflarestorage.com
# the same page: login and search
login.docker.com
hub.docker.com
`,
  },
  {
    name: 'ghcr',
    summary: 'Pull and push images of the GitHub container registry.',
    policy: `# docs.github.com, "Communicating with self-hosted runners": packages and containers
ghcr.io
# unverified, from reports of builds: where ghcr.io redirects to for layers
pkg-containers.githubusercontent.com
`,
  },
];
