/** Actions of operators: their requests, which need a reason, and the events that record them. */
@NullMarked
package stockledger.query.operator;

import org.jspecify.annotations.NullMarked;
