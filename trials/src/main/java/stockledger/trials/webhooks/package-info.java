/** Webhooks: whether a receiver that fails, is slow and ends gets every event in order, and what deliveries cost commands. */
@NullMarked
package stockledger.trials.webhooks;

import org.jspecify.annotations.NullMarked;
