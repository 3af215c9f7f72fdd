/** Queries of reservations. */
@NullMarked
package stockledger.query.reservation;

import org.jspecify.annotations.NullMarked;
