import { execFile, execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { artifactService, unzip } from './artifact-service.ts';
import { commandsIn, Lab } from './lab.ts';

const repository = join(import.meta.dirname, '../..');
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'egf-bundles-'));
const action = join(folder, 'action');
/** The runner's own Node. */
let node = '';

beforeAll(() => {
  node = execFileSync(process.execPath, [join(repository, 'scripts/node.mjs'), '24'], { encoding: 'utf8' }).trim();
  execFileSync(process.execPath, [join(repository, 'scripts/build-js.mjs'), join(action, 'dist')], { stdio: 'ignore' });
  copyFileSync(join(repository, 'package.json'), join(action, 'package.json'));
  // What the launcher does is tested elsewhere; here it tells when it was started, and by whom.
  writeFileSync(
    join(action, 'dist/guard.js'),
    `import { readFileSync } from 'node:fs';
const config = JSON.parse(readFileSync(0, 'utf8'));
const started = performance.timeOrigin;
// proc(5), schedstat: nanoseconds that the main thread of the caller was on a processor.
const caller = Number(readFileSync(\`/proc/\${process.ppid}/schedstat\`, 'utf8').split(' ')[0]) / 1e6;
console.log(JSON.stringify({ status: 'enforcing', id: '00c0ffee', env: {}, log: '/x', since: new Date(started).toISOString(), timings: { started, caller }, warnings: [config.action.directory] }));`,
  );
  // The shell has the name of the runner's worker, and so stands above the action as it does.
  copyFileSync(realpathSync('/bin/sh'), join(folder, 'Runner.Worker'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As the runner starts a stage: the script is the only argument. */
async function stage(lab: Lab, script: string): Promise<{ status: number; output: string; began: number }> {
  const began = Date.now();
  const args = ['-c', `"$0" "$1"; exit $?`, node, join(action, 'dist/action', script)];
  try {
    const { stdout } = await run(join(folder, 'Runner.Worker'), args, { env: lab.env, cwd: lab.path('workspace') });
    return { status: 0, output: stdout, began };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { status: code, output: stdout, began };
  }
}

/** sudo(8), where the tests do not run as root. */
function withSudo(lab: Lab): Lab {
  mkdirSync(lab.path('bin'));
  writeFileSync(lab.path('bin/sudo'), '#!/bin/sh\nshift 2\nexec "$@"\n', { mode: 0o755 });
  lab.env.PATH = `${lab.path('bin')}:${process.env.PATH}`;
  return lab;
}

/** Parts of the HTTP client and of the artifact client. */
const CLIENT = ['undici', 'BlobClient', 'BearerCredentialHandler'];

describe('the bundles', () => {
  test('of all stages but the upload come without an HTTP client', () => {
    for (const name of ['pre', 'main', 'post', 'disable-sudo', 'enable-sudo']) {
      const source = readFileSync(join(action, 'dist/action', `${name}.js`), 'utf8');
      expect([name, CLIENT.filter((word) => source.includes(word))]).toEqual([name, []]);
    }
    expect(readFileSync(join(action, 'dist/action/post.js'), 'utf8').includes('import("./upload.js")')).toBe(true);
    const client = readFileSync(join(action, 'dist/action/upload.js'), 'utf8');
    expect(CLIENT.filter((word) => client.includes(word))).toEqual(CLIENT);
    expect(client.length).toBeLessThan(4 << 20);
    expect(readFileSync(join(action, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8').includes('----- @actions/artifact ')).toBe(true);
  });

  test('pre needs less than 150 ms until it starts the guard', async () => {
    const wall: number[] = [];
    const busy: number[] = [];
    for (let attempt = 0; attempt < 5; attempt++) {
      using lab = withSudo(new Lab({ policy: 'api.github.com\n*.npmjs.org\n' }));
      const { status, output, began } = await stage(lab, 'pre.js');
      expect([status, output]).toEqual([0, expect.stringContaining('2 rules enforced')]);
      const [, started, cpu] = /in the guard, in ms: started (\d+), caller (\d+)/.exec(output) ?? [];
      wall.push(Number(started) - began);
      busy.push(Number(cpu));
    }
    console.log(`from the start of pre to that of the guard: ${wall.join(', ')} ms, of these on a processor: ${busy.join(', ')} ms`);
    // How long it waits for a processor is not its doing.
    expect(Math.min(...busy)).toBeLessThan(150);
  });

  test('pre tells the guard where the action lies, and main then starts nothing', async () => {
    using lab = withSudo(new Lab());
    const pre = await stage(lab, 'pre.js');
    expect(commandsIn(pre.output)).toMatchObject([{ name: 'warning', data: realpathSync(action) }]);
    lab.env.STATE_job = lab.variables('STATE').job ?? '';
    const main = await stage(lab, 'main.js');
    expect(main.status).toBe(1);
    expect(main.output).not.toContain('after this step began');
    expect(main.output).toMatch(/^::error title=Egress Filter::The guard of Egress Filter (?:is not there|does not answer)/);
  });

  test('the signal that opens the debugger of Node does not open it here', async () => {
    using lab = withSudo(new Lab());
    writeFileSync(lab.path('bin/sudo'), '#!/bin/sh\nkill -USR1 $PPID; sleep 0.5; echo done >&2; exit 7\n');
    // Root starts the guard without sudo, so it is the guard that sends the signal then.
    const guard = join(action, 'dist/guard.js');
    const original = readFileSync(guard, 'utf8');
    writeFileSync(guard, `process.kill(process.ppid, 'SIGUSR1'); setTimeout(() => process.exit(7), 500);`);
    try {
      const child = await run(join(folder, 'Runner.Worker'), ['-c', `"$0" "$1" 2>&1; true`, node, join(action, 'dist/action/pre.js')], {
        env: lab.env,
      });
      expect(child.stdout).toContain('The guard did not start (exit status 7)');
      expect(child.stdout).not.toContain('Debugger');
    } finally {
      writeFileSync(guard, original);
    }
  });

  test('main does what pre would have done where the runner did not run it', async () => {
    using lab = withSudo(new Lab());
    const { output } = await stage(lab, 'main.js');
    expect(output).toMatch(/^Egress Filter: 0 rules enforced, what no rule names is denied since .*, \d+ ms after this step began\./);
  });

  test.each(['pre.js', 'main.js'])('%s outside of a runner fails with a sentence', async (script) => {
    using lab = withSudo(new Lab());
    await expect(run(node, [join(action, 'dist/action', script)], { env: lab.env })).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringMatching(
        /^::error title=Egress Filter::Egress Filter (?:was not started by a GitHub runner|cannot filter)[^\n]*\n$/,
      ),
    });
  });

  test.each([
    ['post.js', 'Egress Filter was not started by this step'],
    ['disable-sudo.js', 'The guard of Egress Filter'],
    ['enable-sudo.js', 'The guard of Egress Filter'],
  ])('%s where nothing was started fails with a sentence', async (script, sentence) => {
    using lab = new Lab();
    const { status, output } = await stage(lab, script);
    expect([status, output]).toEqual([1, expect.stringMatching(new RegExp(`^::error title=Egress Filter::${sentence}[^\\n]*\\n$`))]);
  });

  test('the upload is the whole client', async () => {
    using lab = new Lab();
    const service = await artifactService(lab);
    try {
      cpSync(join(repository, 'action.yml'), lab.path('temp/action.yml'));
      const program = `const { upload } = await import(${JSON.stringify(join(action, 'dist/action/upload.js'))});
        console.log(JSON.stringify(await upload('a', [${JSON.stringify(lab.path('temp/action.yml'))}], ${JSON.stringify(lab.path('temp'))})));`;
      const { stdout } = await run(node, ['--input-type=module', '--eval', program], { env: lab.env });
      expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual({ id: 1, size: service.finished[0]?.size });
      expect(unzip(service.finished[0]?.path ?? '')).toEqual({ 'action.yml': readFileSync(join(repository, 'action.yml'), 'utf8') });
    } finally {
      service.close();
    }
  });
});
