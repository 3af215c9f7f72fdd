/** Reservations: claims on units of several SKUs, held whole or not at all, until they ship, expire or are released. */
@NullMarked
package stockledger.command.reservation;

import org.jspecify.annotations.NullMarked;
