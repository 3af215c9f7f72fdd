/** The words that every room shares: SKUs, locations, reservations, jobs, money and consistency tokens. */
@NullMarked
package stockledger.events;

import org.jspecify.annotations.NullMarked;
