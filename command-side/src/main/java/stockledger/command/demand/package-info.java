/** Refused demand: counted in memory while requests are refused, and appended as events once a minute. */
@NullMarked
package stockledger.command.demand;

import org.jspecify.annotations.NullMarked;
