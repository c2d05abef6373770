/**
 * Whether a kernel lacks what everything rests on: mount_setattr(2) came with Linux 5.12, SO_NETNS_COOKIE, by which flows of containers are told
 * apart, with 5.14.
 * @param release as uname(2) says it; one that cannot be read counts as new, since the calls themselves tell then
 */
export function isTooOld(release: string): boolean {
  const [, major = '', minor = ''] = /^(\d+)\.(\d+)/.exec(release) ?? [];
  return major !== '' && (Number(major) < 5 || (Number(major) === 5 && Number(minor) < 14));
}
