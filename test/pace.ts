/**
 * How many times longer everything may take than on a machine of today: guests are emulated, and several of them at once are slower still. It stretches
 * limits, never what is waited for.
 */
export const PACE = Number(process.env.EGRESS_FILTER_TEST_PACE ?? 1);
