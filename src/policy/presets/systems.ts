import type { Preset } from './index.ts';

export const systemPresets: readonly Preset[] = [
  {
    name: 'apt-ubuntu',
    summary: "Install Ubuntu packages from Ubuntu's own archives, over HTTP or HTTPS.",
    policy: `# github.com/actions/runner-images, configure-apt-sources.sh: the archive, that of Azure first, and security updates
azure.archive.ubuntu.com:80|443
archive.ubuntu.com:80|443
security.ubuntu.com:80|443
# unverified, as installers write them into /etc/apt: the archive of ARM machines, and that of Azure
ports.ubuntu.com:80|443
*.ports.ubuntu.com:80|443
# unverified, as add-apt-repository writes and asks them: personal archives and their signing keys
ppa.launchpadcontent.net
keyserver.ubuntu.com
`,
  },
];
