/** Reads of single events by their address, the same on each event store. */
@NullMarked
package stockledger.events.store.lookup;

import org.jspecify.annotations.NullMarked;
