/** The search of events: how fast pages by each field, by several fields and far from the first page are. */
@NullMarked
package stockledger.trials.events;

import org.jspecify.annotations.NullMarked;
