/** What the service costs: processor time per change and idle, time to rebuild the read models and to start. */
@NullMarked
package stockledger.trials.cost;

import org.jspecify.annotations.NullMarked;
