/** The HTTP clients of the trials: one retries as a shop does, one generates load; both record the same figures. */
@NullMarked
package stockledger.trials.client;

import org.jspecify.annotations.NullMarked;
