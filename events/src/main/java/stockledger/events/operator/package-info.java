/** Events of operators: what they did to the service itself, and why. */
@NullMarked
package stockledger.events.operator;

import org.jspecify.annotations.NullMarked;
