/** Recovery of reservations: expires holds that are due, and finishes what a crash left unfinished. */
@NullMarked
package stockledger.command.reservation.recovery;

import org.jspecify.annotations.NullMarked;
