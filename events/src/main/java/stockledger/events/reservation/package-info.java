/** Events of a reservation of units of one or several SKUs. */
@NullMarked
package stockledger.events.reservation;

import org.jspecify.annotations.NullMarked;
