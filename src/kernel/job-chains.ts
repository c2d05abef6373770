import { CHAIN_PREFIX, hex, markMoved, type ProxyPorts, pastDns, straightToProxy, udpMarks } from './chains.ts';
import { ALLOW_MARK, ALLOW_ONCE_MARK, DENY_MARK, type JobMarks } from './marks.ts';

/** What the chains of a job need to know. They stand for the whole network namespace. */
export interface JobChainOptions extends ProxyPorts, JobMarks {
  /** Eight hex digits; the chains are named after it. */
  readonly id: string;
  readonly queue: number;
  /**
   * Ports that somebody listened on at the start: connections from outside to them are answered. What listens later may be the job's, and whoever
   * connects to it would be handed what the job likes.
   */
  readonly inbound: readonly InboundPort[];
  readonly bridges: Bridges;
}

export interface InboundPort {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
}

/** Interfaces behind which there are only containers and virtual machines of this machine. */
export interface Bridges {
  /** Names as iptables(8) takes them: `docker0`, `br-+`. */
  readonly interfaces: readonly string[];
  /** Networks on them: `172.18.0.0/16`. */
  readonly subnets: readonly string[];
}

type Table = 'nat' | 'filter' | 'mangle';

interface Chain {
  readonly table: Table;
  /** The last letter of its name. */
  readonly letter: string;
  /** Where it is called from: a rule's chain and match. */
  readonly from: readonly string[];
  readonly rules: readonly string[];
}

/**
 * iptables-restore(8) input for IPv4. `jumps: false` fills the chains anew, each table in one transaction, and leaves alone who calls them: for bridges
 * that came or went.
 *
 * Local processes, nat and gate: as in a run (iptables.ts), but what a process is shows in the mark of its socket, which a kernel program gave it and nobody
 * else may. The proxy's passes everywhere, and so does a trusted process's, questions included: nat sends those to the filter but for flows that are
 * older than the chains. Containers come by a bridge: the same for them in PREROUTING and FORWARD, as nobody's mark leaves a network namespace.
 *
 * The wall, mangle POSTROUTING, is the same question once more without an answer: dropped. Tools that manage firewalls put rules of theirs before ours in
 * nat and filter (Docker's for each network, with ACCEPT); here nobody does. After routing the interface is the real one, so that here is also told
 * what a run's leak chain tells: packets for this very machine that are bound to another interface.
 */
export function jobRestoreInput(options: JobChainOptions, { jumps = true } = {}): string {
  const { tcpPort, tcpPorts = 1, dnsUdpPort, dnsTcpPort, queue, proxyMark, trustMark, bridges } = options;
  const toQueue = `-j NFQUEUE --queue-num ${queue}`;
  const tcpLast = tcpPort + tcpPorts - 1;
  const proxy = `-m mark --mark ${hex(proxyMark)}`;
  const trusted = `-m mark --mark ${hex(trustMark)}`;
  const local = '-m addrtype --dst-type LOCAL';
  const each = (rule: (name: string) => string): string[] => bridges.interfaces.map(rule);
  const intoBridges = each((name) => `-o ${name} -j RETURN`);
  const answers = inboundAnswers(options);
  const { known, once, allow } = udpMarks(options.id);
  const decided = `${known} -j RETURN`;
  const forwarded = [...intoBridges, ...allow, ...answers];
  const rejects = [
    `-p tcp -m mark --mark ${hex(DENY_MARK)} -j REJECT --reject-with tcp-reset`,
    `-m mark --mark ${hex(DENY_MARK)} -j REJECT --reject-with icmp-admin-prohibited`,
  ];
  // Made by the kernel where no socket is left or never was one, so that no mark tells whose they are. Not worth a line each.
  const kernels = [
    '-p tcp -m tcp --tcp-flags RST RST -j DROP',
    '-p icmp -m icmp --icmp-type 3 -j DROP',
    '-p icmp -m icmp --icmp-type 0 -j DROP',
  ];
  const chains: Chain[] = [
    {
      table: 'nat',
      letter: 'N',
      from: ['OUTPUT'],
      rules: [
        `${proxy} -j RETURN`,
        `-p udp -m udp --dport 53 -j REDIRECT --to-ports ${dnsUdpPort}`,
        `-p tcp -m tcp --dport 53 -j REDIRECT --to-ports ${dnsTcpPort}`,
        `${trusted} -j RETURN`,
        `${local} -j RETURN`,
        ...intoBridges,
        `-p tcp -j REDIRECT --to-ports ${tcpPort}-${tcpLast}`,
      ],
    },
    {
      table: 'nat',
      letter: 'C',
      from: ['PREROUTING ! -i lo'],
      rules: [
        // With br_netfilter, packets from container to container come here, too.
        ...bridges.subnets.map((subnet) => `-d ${subnet} -m addrtype ! --dst-type LOCAL -j RETURN`),
        ...each((name) => `-i ${name} -p udp -m udp --dport 53 -j DNAT --to-destination 127.0.0.1:${dnsUdpPort}`),
        ...each((name) => `-i ${name} -p tcp -m tcp --dport 53 -j DNAT --to-destination 127.0.0.1:${dnsTcpPort}`),
        '-m addrtype ! --dst-type UNICAST -j RETURN',
        ...each((name) => `-i ${name} -p tcp -j DNAT --to-destination 127.0.0.1:${tcpPort}-${tcpLast}`),
      ],
    },
    {
      table: 'filter',
      letter: 'G',
      from: ['OUTPUT'],
      rules: [
        decided,
        ...rejects,
        ...straightToProxy(options).map((match) => `${match} ${toQueue}`),
        `${proxy} -j RETURN`,
        ...pastDns(options).map((match) => `${match} -m mark ! --mark ${hex(trustMark)} ${toQueue}`),
        `${local} -j RETURN`,
        `${trusted} -j RETURN`,
        ...intoBridges,
        // A port of this machine that is published for a container: routed as local, then sent on. The wall sees where to.
        '-o lo -m conntrack --ctstate DNAT -j RETURN',
        ...allow,
        ...answers,
        ...kernels,
        toQueue,
      ],
    },
    // Before whatever Docker accepts in filter; the answer of the queue is carried out there, as only there can be rejected.
    {
      table: 'mangle',
      letter: 'W',
      from: ['FORWARD'],
      rules: [decided, `-m mark --mark ${hex(DENY_MARK)} -j RETURN`, ...forwarded, toQueue],
    },
    {
      table: 'filter',
      letter: 'F',
      from: ['FORWARD'],
      rules: [decided, ...rejects, ...forwarded, '-j REJECT --reject-with icmp-admin-prohibited'],
    },
    { table: 'filter', letter: 'I', from: ['INPUT'], rules: straightToProxy(options).map((match) => `${match} -j DROP`) },
    { table: 'mangle', letter: 'S', from: ['INPUT -i lo'], rules: [markMoved(options)] },
    // SO_MARK needs CAP_NET_ADMIN or CAP_NET_RAW, which a job that may use sudo has.
    { table: 'mangle', letter: 'M', from: ['OUTPUT'], rules: [`-m mark --mark ${VERDICTS} ${WIPE}`] },
    {
      table: 'mangle',
      letter: 'P',
      from: ['PREROUTING ! -i lo'],
      rules: [
        // Not in FORWARD: what comes back from the queue with its mark passes there once more.
        ...[VERDICTS, hex(proxyMark), hex(trustMark)].map((mark) => `-m mark --mark ${mark} ${WIPE}`),
        // route_localnet lets them in (route-localnet.ts). DNAT comes later: none of ours is among them.
        '-d 127.0.0.0/8 -j DROP',
        '-s 127.0.0.0/8 -j DROP',
      ],
    },
    {
      table: 'mangle',
      letter: 'L',
      from: ['POSTROUTING ! -o lo'],
      rules: [
        decided,
        `${proxy} -j RETURN`,
        `-m mark --mark ${hex(DENY_MARK)} -j DROP`,
        ...[ALLOW_MARK, ALLOW_ONCE_MARK].map((mark) => `${local} -m mark --mark ${hex(mark)} -j DROP`),
        // For the sake of the log; whatever it answers, the packet ends here.
        `${local} ${toQueue}`,
        `${trusted} -j RETURN`,
        ...intoBridges,
        `${once} -j RETURN`,
        ...answers,
        '-j DROP',
      ],
    },
  ];
  return write(options.id, chains, jumps);
}

/**
 * IPv6 is refused by kernel programs; this is the second wall, and for what comes from containers the first. Neighbour discovery (RFC 4861) and listener
 * reports (RFC 3810) are the kernel's own, and without them trusted traffic finds nobody: never routed on, as their hop limit shows.
 */
export function jobRestoreInput6(options: JobChainOptions, { jumps = true } = {}): string {
  const { proxyMark, trustMark, bridges } = options;
  const intoBridges = bridges.interfaces.map((name) => `-o ${name} -j RETURN`);
  const discovery = [
    ...[133, 134, 135, 136].map((type) => `-p ipv6-icmp -m icmp6 --icmpv6-type ${type} -m hl --hl-eq 255 -j RETURN`),
    ...[131, 132, 143].map((type) => `-d ff02::/16 -p ipv6-icmp -m icmp6 --icmpv6-type ${type} -m hl --hl-eq 1 -j RETURN`),
  ];
  const own = [proxyMark, trustMark].map((mark) => `-m mark --mark ${hex(mark)} -j RETURN`);
  const answers = inboundAnswers(options);
  const kernels = ['-p tcp -m tcp --tcp-flags RST RST -j DROP', '-p ipv6-icmp -j DROP'];
  const chains: Chain[] = [
    {
      table: 'filter',
      letter: 'G',
      from: ['OUTPUT'],
      rules: [
        ...own,
        // A resolver that listens on ::1.
        '-p udp -m udp --dport 53 -j REJECT',
        '-p tcp -m tcp --dport 53 -j REJECT',
        '-o lo -j RETURN',
        ...intoBridges,
        ...discovery,
        ...answers,
        ...kernels,
        '-j REJECT',
      ],
    },
    { table: 'filter', letter: 'F', from: ['FORWARD'], rules: [...intoBridges, ...answers, '-j REJECT'] },
    {
      table: 'mangle',
      letter: 'P',
      from: ['PREROUTING ! -i lo'],
      rules: [proxyMark, trustMark].map((mark) => `-m mark --mark ${hex(mark)} ${WIPE}`),
    },
    { table: 'mangle', letter: 'L', from: ['POSTROUTING ! -o lo'], rules: [...own, ...intoBridges, ...discovery, ...answers, '-j DROP'] },
  ];
  return write(options.id, chains, jumps);
}

/** All that the handler of the queue says begins so (marks.ts); nobody else may say it. */
const VERDICTS = `${hex(ALLOW_MARK - (ALLOW_MARK & 0xffff))}/0xffff0000`;
const WIPE = '-j MARK --set-xmark 0x0/0xffffffff';

/** The direction is conntrack's: of a connection that came in, not of a packet that looks like an answer. */
const inboundAnswers = ({ inbound }: JobChainOptions): string[] =>
  inbound.map(({ protocol, port }) => `-p ${protocol} -m conntrack --ctdir REPLY --ctorigdstport ${port} -j RETURN`);

function write(id: string, chains: readonly Chain[], jumps: boolean): string {
  const tables = [...new Set(chains.map(({ table }) => table))];
  const lines = tables.flatMap((table) => {
    const own = chains.filter((chain) => chain.table === table);
    const name = ({ letter }: Chain): string => `${CHAIN_PREFIX}${id}-${letter}`;
    return [
      `*${table}`,
      ...own.map((chain) => `:${name(chain)} - [0:0]`),
      ...own.flatMap((chain) => chain.rules.map((rule) => `-A ${name(chain)} ${rule}`)),
      ...(jumps ? own.flatMap((chain) => chain.from.map((from) => `-I ${at(from)} -j ${name(chain)}`)) : []),
      'COMMIT',
    ];
  });
  return `${lines.join('\n')}\n`;
}

/** `OUTPUT` or `PREROUTING ! -i lo`, as the first rule. */
const at = (from: string): string => from.replace(/^\S+/, (chain) => `${chain} 1`);
