/** The list index: sorted lists and counts of products in Redis, used only while it is complete, and its rebuild. */
@NullMarked
package stockledger.query.listindex;

import org.jspecify.annotations.NullMarked;
