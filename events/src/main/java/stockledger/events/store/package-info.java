/** How events are kept: their stored names, their JSON, and the wiring of each event store. */
@NullMarked
package stockledger.events.store;

import org.jspecify.annotations.NullMarked;
