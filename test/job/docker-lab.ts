import type { Machine } from '../runner/machine/machine.ts';

/** What the image of the tests is made of, with the libraries that these need. */
const PROGRAMS = ['/bin/sh', '/usr/bin/curl', '/usr/bin/env', '/bin/cat', '/bin/ls', '/bin/sleep'];

/**
 * An engine on a machine, as it is there before a job: its containers are in the machine's network, its data in the machine's /var/lib. There is one image,
 * `image`, which knows the authorities that the machine knows by then. To be called from `before` of a job. Ends with the machine.
 */
export function startDocker(machine: Machine): void {
  must(machine, ['setsid', 'sh', '-c', 'dockerd --exec-opt native.cgroupdriver=cgroupfs >/var/log/dockerd.log 2>&1 </dev/null &']);
  must(machine, [
    'sh',
    '-c',
    `for turn in $(seq 400); do ${DOCKER} version >/dev/null 2>&1 && exit 0; sleep 0.1; done; tail -20 /var/log/dockerd.log; exit 1`,
  ]);
  must(machine, ['sh', '-c', `set -e; tree=$(mktemp -d); ${TREE}; tar -C $tree -c . | ${DOCKER} import - image; rm -r $tree`]);
}

/** The client that comes with the engine: it has a builder. */
export const DOCKER = '/usr/bin/docker';

const TREE = `for program in ${PROGRAMS.join(' ')}; do
  for file in $program $(ldd $program | grep -o '/[^ ]*'); do mkdir -p $tree$(dirname $file); cp -L $file $tree$file; done
done; mkdir -p $tree/tmp $tree/etc/ssl/certs; cp /etc/ssl/certs/ca-certificates.crt $tree/etc/ssl/certs; chmod 1777 $tree/tmp`;

function must(machine: Machine, argv: string[]): void {
  const { status, stdout, stderr } = machine.inside(argv, { timeoutMs: 100_000 });
  if (status !== 0) throw new Error(`${argv.join(' ')}\n${stdout}${stderr}`);
}
