/** Likely causes of the difference between a count and the events, each with the commands that correct it. */
@NullMarked
package stockledger.query.count;

import org.jspecify.annotations.NullMarked;
