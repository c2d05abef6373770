import type { Preset } from './index.ts';

export const systemPresets: readonly Preset[] = [
  {
    name: 'apt-ubuntu',
    summary: "Install Ubuntu packages from Ubuntu's own archives, over HTTP or HTTPS.",
    policy: `# /etc/apt of Ubuntu images: the archive, also by country and cloud (azure.archive on hosted machines)
archive.ubuntu.com:80|443
*.archive.ubuntu.com:80|443
# /etc/apt: security updates
security.ubuntu.com:80|443
# /etc/apt: the archive of ARM machines
ports.ubuntu.com:80|443
*.ports.ubuntu.com:80|443
# man add-apt-repository: personal archives and their signing keys
ppa.launchpadcontent.net
keyserver.ubuntu.com
`,
  },
];
