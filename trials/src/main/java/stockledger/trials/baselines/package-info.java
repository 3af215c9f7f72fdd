/** Servers that the service is compared with: a constant response, and pages joined from normalized tables. */
@NullMarked
package stockledger.trials.baselines;

import org.jspecify.annotations.NullMarked;
