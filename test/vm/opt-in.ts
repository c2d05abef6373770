/** Kernels of the arm64 machine: the oldest that is tested, without trampolines, and one that has them, as those of hosted runners do. */
export const arm64Kernels: readonly string[] = ['arm64-6.1', 'arm64-6.12'];

/** Empty where the tests on other machines than this one's kind are wanted; else the reason, which belongs into their titles. */
export const whyNotMore = process.env.EGRESS_FILTER_MORE_MACHINES ? '' : ' (downloads a machine of its own: EGRESS_FILTER_MORE_MACHINES=1)';
