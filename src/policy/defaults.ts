/**
 * What holds under every policy. Loopback is not egress, and the machine's resolvers come with the compile options; both are decided without a rule.
 * Addresses of the Azure host agent: the image's own walinuxagent talks to them, nothing else may.
 */
export const builtInPolicy = `results-receiver.actions.githubusercontent.com
168.63.129.16:80|32526 cgroup=/azure.slice/walinuxagent.service
169.254.169.254:80 cgroup=/azure.slice/walinuxagent.service
`;

/** systemd-resolved's stub listener (man 8 systemd-resolved). */
export const defaultResolvers: readonly string[] = ['127.0.0.53'];
