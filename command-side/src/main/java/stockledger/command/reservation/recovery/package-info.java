/** Recovery of reservations: expires holds whose time is over, and finishes what a crash left unfinished. */
@NullMarked
package stockledger.command.reservation.recovery;

import org.jspecify.annotations.NullMarked;
