/** Events of demand that could not be met. */
@NullMarked
package stockledger.events.demand;

import org.jspecify.annotations.NullMarked;
