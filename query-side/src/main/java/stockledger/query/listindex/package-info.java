/** Sorted lists and counts of products in Redis, complete or not used, and their rebuild. */
@NullMarked
package stockledger.query.listindex;

import org.jspecify.annotations.NullMarked;
