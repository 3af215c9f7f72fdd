/** Callers that try to stop the service, and more load than it can hold: what honest callers are answered meanwhile. */
@NullMarked
package stockledger.trials.attack;

import org.jspecify.annotations.NullMarked;
