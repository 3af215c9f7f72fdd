/** Carts that claim units of several SKUs, all lines or none, and what becomes of them. */
@NullMarked
package stockledger.command.reservation;

import org.jspecify.annotations.NullMarked;
