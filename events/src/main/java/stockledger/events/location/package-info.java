/** What happens to a place that holds stock. */
@NullMarked
package stockledger.events.location;

import org.jspecify.annotations.NullMarked;
