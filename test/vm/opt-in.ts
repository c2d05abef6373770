/** Kernels of the arm64 machine: the oldest that is tested, without trampolines, and one that has them, as those of hosted runners do. */
export const arm64Kernels: readonly string[] = ['arm64-6.1', 'arm64-6.12'];

/** Empty where the tests on other machines than this one's kind are wanted; else the reason, which belongs into their titles. */
export const whyNotMore = process.env.EGRESS_FILTER_MORE_MACHINES ? '' : ' (downloads a machine of its own: EGRESS_FILTER_MORE_MACHINES=1)';

/** How many connections are to be held: 10000, or 1000 to see in a few minutes that it works. */
export const held = Number(process.env.EGRESS_FILTER_HELD ?? 0);
/** Empty where that is wanted; else the reason. */
export const whyNotHeld = held ? '' : ' (takes half an hour: EGRESS_FILTER_HELD=10000)';
