/** Drives the service hard and says how it fares beside a plain database. */
@NullMarked
package stockledger.trials.load;

import org.jspecify.annotations.NullMarked;
