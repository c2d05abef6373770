// @ts-check
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { tool } from './exec.mjs';

/** What the first process needs to reach a virtiofs root and a virtio console; their dependencies are added. */
const wanted = ['virtio_pci', 'virtio_console', 'virtiofs', 'overlay'];

/**
 * Writes an uncompressed initramfs: the static init, the modules in load order and their list.
 * @param {{init: string, moduleTree: string, target: string}} parts `moduleTree` is lib/modules/RELEASE with its modules.dep
 */
export function writeInitramfs({ init, moduleTree, target }) {
  const modules = inLoadOrder(moduleTree);
  const entries = [
    directory('dev'),
    directory('proc'),
    directory('modules'),
    { name: 'dev/console', mode: 0o020600, data: Buffer.alloc(0), device: /** @type {const} */ ([5, 1]) },
    file('init', readFileSync(init), 0o755),
    ...modules.map((path) => file(`modules/${plainName(path)}`, uncompressed(join(moduleTree, path)))),
    file('modules/list', Buffer.from(modules.map((path) => `${plainName(path)}\n`).join(''))),
  ];
  writeFileSync(target, newcArchive(entries));
}

/** Paths below the module tree, each after all that it depends on. @param {string} moduleTree @returns {string[]} */
function inLoadOrder(moduleTree) {
  const table = readFileSync(join(moduleTree, 'modules.dep'), 'utf8').split('\n').filter(Boolean);
  const rows = new Map(
    table.map(
      (row) =>
        /** @type {const} */ ([
          row.slice(0, row.indexOf(':')),
          row
            .slice(row.indexOf(':') + 1)
            .trim()
            .split(' ')
            .filter(Boolean),
        ]),
    ),
  );
  const byName = new Map([...rows.keys()].map((path) => [moduleName(path), path]));
  /** @type {string[]} */
  const order = [];
  for (const name of wanted) {
    const path = byName.get(name);
    // A module that is not in the tree is built into the kernel.
    if (!path) continue;
    for (const entry of [...(rows.get(path) ?? [])].reverse().concat(path)) if (!order.includes(entry)) order.push(entry);
  }
  return order;
}

/** @param {string} path */
const plainName = (path) => basename(path).replace(/\.(xz|zst)$/, '');
/** @param {string} path */
const moduleName = (path) => plainName(path).replace(/\.ko$/, '').replaceAll('-', '_');

/** @param {string} path */
function uncompressed(path) {
  if (path.endsWith('.xz')) return tool('xz', ['-dc', path]);
  if (path.endsWith('.zst')) return tool('zstd', ['-dqc', path]);
  return readFileSync(path);
}

/** @typedef {{name: string, mode: number, data: Buffer, device?: readonly [number, number]}} Entry */

/** @param {string} name @returns {Entry} */
const directory = (name) => ({ name, mode: 0o040755, data: Buffer.alloc(0) });
/** @param {string} name @param {Buffer} data @returns {Entry} */
const file = (name, data, permissions = 0o644) => ({ name, mode: 0o100000 | permissions, data });

/** The cpio "newc" format: kernel Documentation/driver-api/early-userspace/buffer-format.rst. @param {Entry[]} entries */
function newcArchive(entries) {
  const trailer = { name: 'TRAILER!!!', mode: 0, data: Buffer.alloc(0) };
  return Buffer.concat([...entries, trailer].flatMap((entry, index) => [newcHeader(entry, index + 1), padded(entry.data)]));
}

/** @param {Entry} entry @param {number} inode */
function newcHeader({ name, mode, data, device = [0, 0] }, inode) {
  const links = (mode & 0o170000) === 0o040000 ? 2 : 1;
  const fields = [inode, mode, 0, 0, links, 0, data.length, 0, 0, ...device, name.length + 1, 0];
  return padded(Buffer.from(`070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}${name}\0`));
}

/** @param {Buffer} data */
const padded = (data) => Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
