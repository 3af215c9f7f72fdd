/** Events of a location that holds stock. */
@NullMarked
package stockledger.events.location;

import org.jspecify.annotations.NullMarked;
