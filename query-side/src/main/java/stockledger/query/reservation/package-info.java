/** How does a reservation stand? */
@NullMarked
package stockledger.query.reservation;

import org.jspecify.annotations.NullMarked;
