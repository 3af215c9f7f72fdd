/** The rate budgets of callers that all processes share, in Redis. */
@NullMarked
package stockledger.query.rates;

import org.jspecify.annotations.NullMarked;
