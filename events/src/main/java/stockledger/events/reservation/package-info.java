/** What happens to one cart's claim on units of several SKUs. */
@NullMarked
package stockledger.events.reservation;

import org.jspecify.annotations.NullMarked;
