/** What the service is held against: the same server with a constant answer, and what a team would write first. */
@NullMarked
package stockledger.trials.rivals;

import org.jspecify.annotations.NullMarked;
