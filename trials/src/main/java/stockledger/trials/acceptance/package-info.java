/** Acceptance trial: replays a real shop's day and compares every number of the service with the file. */
@NullMarked
package stockledger.trials.acceptance;

import org.jspecify.annotations.NullMarked;
