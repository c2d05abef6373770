import fc from 'fast-check';

/**
 * Property tests draw at random where a person watches, and the same way each time in CI: there a red run must speak of the change. What a
 * random run finds becomes a test of its own.
 */
if (process.env.CI) fc.configureGlobal({ seed: Number(process.env.EGRESS_FILTER_TEST_SEED ?? 20_261_122) });
