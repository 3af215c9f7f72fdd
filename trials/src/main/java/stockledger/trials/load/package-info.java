/** Writes under load: sales, bulk jobs and expiring carts, checked for correctness and compared with a plain database. */
@NullMarked
package stockledger.trials.load;

import org.jspecify.annotations.NullMarked;
