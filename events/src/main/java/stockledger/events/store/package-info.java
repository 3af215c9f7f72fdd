/** Event storage: stored names, JSON mapping, and the configuration of each event store. */
@NullMarked
package stockledger.events.store;

import org.jspecify.annotations.NullMarked;
